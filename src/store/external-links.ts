// Whether addresses on the network still lead somewhere.

export interface DeadAddress {
  readonly reason: string;
  /** False where the server may be there and only did not answer. */
  readonly isCertain: boolean;
}

const AT_ONCE = 8;
const TIMEOUT_MS = 10_000;
/** What a server may say to a HEAD although it answers a GET. */
const ASK_AGAIN = new Set([400, 403, 404, 405, 406, 410, 429, 500, 501, 503]);
const GONE = new Set([404, 410]);

/**
 * Asks each `http` and `https` address once, by HEAD and where that is refused by GET, a few at a time; gives those that
 * lead nowhere. Never throws: an address that does not answer is one of them. `userAgent` says who asks.
 */
export async function findDeadAddresses(
  urls: readonly string[],
  userAgent: string,
): Promise<ReadonlyMap<string, DeadAddress>> {
  const pending = [...new Set(urls)].filter((url) => /^https?:\/\//i.test(url));
  const dead = new Map<string, DeadAddress>();
  const work = async (): Promise<void> => {
    for (let url = pending.pop(); url !== undefined; url = pending.pop()) {
      const problem = await problemOf(url, userAgent);
      if (problem !== undefined) dead.set(url, problem);
    }
  };
  await Promise.all(Array.from({ length: AT_ONCE }, work));
  return dead;
}

async function problemOf(url: string, userAgent: string): Promise<DeadAddress | undefined> {
  try {
    const head = await statusOf(url, "HEAD", userAgent);
    const status = ASK_AGAIN.has(head) ? await statusOf(url, "GET", userAgent) : head;
    if (GONE.has(status)) return { reason: `status ${status}`, isCertain: true };
    return status >= 500 ? { reason: `status ${status}`, isCertain: false } : undefined;
  } catch (error) {
    return failureOf(error as Error);
  }
}

async function statusOf(url: string, method: "HEAD" | "GET", userAgent: string): Promise<number> {
  const response = await fetch(withoutUser(url), {
    method,
    redirect: "follow",
    headers: { "user-agent": userAgent, accept: "*/*" },
    signal: AbortSignal.timeout(TIMEOUT_MS),
  });
  // Only the status counts; an unread body would keep the connection.
  await response.body?.cancel();
  return response.status;
}

/** `fetch` refuses an address with a name and a password, and says so with both. */
function withoutUser(url: string): string {
  if (!URL.canParse(url)) return url;
  const address = new URL(url);
  address.username = "";
  address.password = "";
  return address.href;
}

/** `fetch failed` hides the reason in its cause. */
function failureOf(error: Error): DeadAddress {
  if (error.name === "TimeoutError") return { reason: `no answer within ${TIMEOUT_MS / 1000} s`, isCertain: false };
  const { code } = (error.cause ?? {}) as { readonly code?: unknown };
  const reason = typeof code === "string" ? code : error.message;
  return { reason, isCertain: reason === "ENOTFOUND" || reason === "ERR_INVALID_URL" };
}
