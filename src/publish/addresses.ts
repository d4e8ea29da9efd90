import { type Destination, destinationOf } from "./nodes.ts";
import type { PublishedFile } from "./publication.ts";

export interface Place {
  /** Where attachments are put, relative to what is published. */
  readonly folder: string;
  /** An attachment's name there, by the file's path in the run book. */
  readonly attachmentOf: (path: string) => string | undefined;
  /** How a page links to an attachment, by its name. */
  readonly ofAttachment: (name: string) => string;
  /** How a page links to another; the anchor is one of GitHub's, or empty. */
  readonly ofPage: (destination: Extract<Destination, { readonly kind: "page" }>) => string;
}

/** Addresses for what nodes lead to, and copies of the files that were led to so far. */
export function addressesIn({ folder, attachmentOf, ofAttachment, ofPage }: Place): {
  /** Undefined for a node that leads nowhere. */
  readonly addressOf: (node: object) => string | undefined;
  readonly copies: () => readonly PublishedFile[];
} {
  const used = new Set<string>();
  const nameOf = (path: string): string => attachmentOf(path) ?? "";
  return {
    addressOf: (node) => {
      const destination = destinationOf(node);
      if (destination === undefined) return undefined;
      if (destination.kind === "page") return ofPage(destination);
      used.add(destination.path);
      return ofAttachment(nameOf(destination.path));
    },
    copies: () => [...used].toSorted().map((path) => ({ path: `${folder}/${nameOf(path)}`, copyOf: path })),
  };
}

/** An anchor as the end of an address; nothing where there is none. */
export function fragment(anchor: string): string {
  return anchor === "" ? "" : `#${encodeURIComponent(anchor)}`;
}
