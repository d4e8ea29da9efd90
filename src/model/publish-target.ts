/** What reads the pages of `publish`. */
export const PUBLISH_TARGETS = ["azure-devops-wiki", "confluence", "sharepoint"] as const;
export type PublishTarget = (typeof PUBLISH_TARGETS)[number];
