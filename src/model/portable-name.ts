// Names of files that every system of a team can hold: git for Windows refuses a whole checkout for one that is not.

/** Names that Windows gives to devices, whatever their ending. */
const DEVICE_NAME = /^(?:con|prn|aux|nul|con(?:in|out)\$|com[\d¹²³]|lpt[\d¹²³]) *(?:[.:]|$)/i;

/** Whether Windows takes a file's name for a device's. */
export function isDeviceName(name: string): boolean {
  return DEVICE_NAME.test(name);
}

/** Why Windows can have no file or folder of a name, to be put after "Unexpected name: "; undefined where it can. */
export function unportableName(name: string): string | undefined {
  if (isDeviceName(name)) return "Windows gives it to a device";
  const [sign] = /[<>:"|?*\\\u0000-\u001f]/.exec(name) ?? [];
  if (sign !== undefined) return sign < " " ? "it holds a control character" : `it holds \`${sign}\``;
  return /[. ]$/.test(name) ? "it ends with a space or a point" : undefined;
}
