// Confluence Cloud's import of HTML (Settings > Import from other tools): an archive of `.html` files, whose names become the
// pages' titles in a new space.

import { addressesIn, fragment } from "./addresses.ts";
import { escapedHtml, htmlOf } from "./html-text.ts";
import { titlesOf } from "./page-names.ts";
import { type Page, type PublishedFile, pageFile } from "./publication.ts";

export const ATTACHMENTS = "attachments";
/** Windows takes none of these in a name. */
const REFUSED = /[/\\#:<>*?|"]/g;

/** A file a page, all in one folder: the import makes no tree of folders. */
export function confluenceFiles(
  pages: readonly Page[],
  attachmentOf: (path: string) => string | undefined,
): readonly PublishedFile[] {
  const titles = titlesOf(pages, REFUSED);
  const fileOf = (id: string): string => `${titles.get(id) ?? id}.html`;
  const { addressOf, copies } = addressesIn({
    folder: ATTACHMENTS,
    attachmentOf,
    ofAttachment: (name) => `${ATTACHMENTS}/${encodeURIComponent(name)}`,
    ofPage: ({ page, anchor }) => `${encodeURIComponent(fileOf(page))}${fragment(anchor)}`,
  });
  const texts = pages.map((page) =>
    pageFile(page, fileOf(page.id), (blocks) => {
      const title = escapedHtml(titles.get(page.id) ?? page.id);
      const body = htmlOf(blocks, addressOf);
      return `<!doctype html>\n<html lang="en">\n<head>\n<meta charset="utf-8">\n<title>${title}</title>\n</head>\n<body>\n<h1>${title}</h1>\n${body}\n</body>\n</html>\n`;
    }),
  );
  return [...texts, ...copies()];
}
