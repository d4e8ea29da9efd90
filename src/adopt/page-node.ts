/** What all nodes of a page's tree have in common, for walks. */
export interface Node {
  type: string;
  value?: string;
  url?: string;
  /** What a link or a note refers to. */
  identifier?: string;
  /** Of a list. */
  ordered?: boolean | null | undefined;
  start?: number | null | undefined;
  children?: Node[];
}
