/** Replaced by the build. */
declare const __VERSION__: string | undefined;
declare const __BUILD__: string | undefined;

/** The package's version. */
export const VERSION: string = typeof __VERSION__ === "string" ? __VERSION__ : "0.0.0-source";

/** Of the sources that this was built from: what another build has cached is not trusted. */
export const BUILD: string = typeof __BUILD__ === "string" ? __BUILD__ : "source";
