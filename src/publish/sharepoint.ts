// SharePoint: a request a page for Microsoft Graph, which makes a page of a site from it (POST /sites/{site-id}/pages):
// https://learn.microsoft.com/graph/api/sitepage-create

import { addressesIn, fragment } from "./addresses.ts";
import { htmlOf } from "./html-text.ts";
import { type Block, destinationOf, leadingTo } from "./nodes.ts";
import { titlesOf } from "./page-names.ts";
import { type Page, type PublishedFile, pageFile } from "./publication.ts";

/** The id of a page's only part; ids need be unique within a page. */
const TEXT_PART = "6a1c2e0f-3f0b-4a52-9d1e-7b7b2f6f4c11";
/** Where attachments are to be uploaded to, beside the site's pages. */
export const ATTACHMENTS = "SiteAssets/runbook";

/** A JSON file a page, named as the page; links lead to the pages beside it, images to the site's assets. */
export function sharepointFiles(
  pages: readonly Page[],
  attachmentOf: (path: string) => string | undefined,
): readonly PublishedFile[] {
  const titles = titlesOf(pages);
  const { addressOf, copies } = addressesIn({
    folder: ATTACHMENTS,
    attachmentOf,
    ofAttachment: (name) => `../${ATTACHMENTS}/${encodeURIComponent(name)}`,
    ofPage: ({ page, anchor }) => `${pageName(page)}.aspx${fragment(anchor)}`,
  });
  const texts = pages.map((page) =>
    pageFile(page, `pages/${pageName(page.id)}.json`, (blocks) => {
      const title = titles.get(page.id) ?? page.id;
      const request = {
        "@odata.type": "#microsoft.graph.sitePage",
        name: `${pageName(page.id)}.aspx`,
        title,
        pageLayout: "article",
        showComments: false,
        showRecommendedPages: false,
        canvasLayout: {
          horizontalSections: [
            {
              layout: "oneColumn",
              id: "1",
              emphasis: "none",
              columns: [
                {
                  id: "1",
                  width: 12,
                  webparts: [
                    {
                      "@odata.type": "#microsoft.graph.textWebPart",
                      id: TEXT_PART,
                      innerHtml: htmlOf(imagesAsLinks(blocks), addressOf),
                    },
                  ],
                },
              ],
            },
          ],
        },
      };
      return `${JSON.stringify(request, null, 2)}\n`;
    }),
  );
  return [...texts, ...copies()];
}

/** Stays when a title changes, so that addresses do. Ids are kebab-case. */
function pageName(id: string): string {
  return `runbook-${id}`;
}

/** A text part of a page shows no image that is not the site's own. */
function imagesAsLinks(nodes: readonly Block[]): Block[] {
  return nodes.map((node) => {
    const { type, alt } = node as { readonly type: string; readonly alt?: string };
    const destination = destinationOf(node);
    if (type === "image" && destination !== undefined) {
      const link = { type: "link", url: "", children: [{ type: "text", value: alt ?? "" }] } as unknown as Block;
      return leadingTo(link, destination);
    }
    if (!("children" in node)) return node;
    const copy = { ...node, children: imagesAsLinks(node.children) } as Block;
    return destination === undefined ? copy : leadingTo(copy, destination);
  });
}
