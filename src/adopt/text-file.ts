/** A file's text, by its path relative to the folder that holds or will hold it, with `/`. */
export interface TextFile {
  readonly path: string;
  readonly text: string;
}
