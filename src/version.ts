/** Replaced by the build. */
declare const __VERSION__: string | undefined;

/** The package's version. */
export const VERSION: string = typeof __VERSION__ === "string" ? __VERSION__ : "0.0.0-source";
