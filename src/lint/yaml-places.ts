import type { SourceFile } from "../model/source-file.ts";
import { FILE_START, type Range, locateIn } from "../parse/place.ts";
import { type YamlDocument, type YamlPath, parseYaml } from "../parse/yaml-document.ts";

/** Places in one of the run book's YAML files; the file's start where it has no such key. */
export interface YamlPlaces {
  readonly ofValue: (way: YamlPath) => Range;
  readonly ofKey: (way: YamlPath) => Range;
}

/** The places of the YAML files among these, each read when the first place is asked for, and once. */
export function yamlPlacesIn(files: readonly SourceFile[]): (path: string) => YamlPlaces {
  const read = new Map<string, YamlDocument>();
  const documentOf = (path: string): YamlDocument => {
    const file = files.find((candidate) => candidate.path === path);
    const text = file !== undefined && "text" in file ? file.text : "";
    const document = read.get(path) ?? parseYaml(path, text, 0, locateIn(text));
    read.set(path, document);
    return document;
  };
  return (path) => ({
    ofValue: (way) => documentOf(path).placeOf(way) ?? FILE_START,
    ofKey: (way) => documentOf(path).keyPlaceOf(way) ?? FILE_START,
  });
}
