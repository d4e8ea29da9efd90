/** Seconds of processor that some work takes in this process: by the clock, a busy machine is slow whatever the work. */
export async function processorSeconds(work: () => unknown): Promise<number> {
  const start = process.cpuUsage();
  await work();
  const { user, system } = process.cpuUsage(start);
  return (user + system) / 1e6;
}
