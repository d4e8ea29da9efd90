import type { SourceFile } from "../model/source-file.ts";
import { FILE_START, type Range, locateIn } from "../parse/place.ts";
import { type YamlPath, parseYaml } from "../parse/yaml-document.ts";

/** Places in one of the run book's YAML files; the file's start where it has no such key. */
export interface YamlPlaces {
  readonly ofValue: (way: YamlPath) => Range;
  readonly ofKey: (way: YamlPath) => Range;
}

/** The places of a YAML file among the run book's files. */
export function yamlPlaces(files: readonly SourceFile[], path: string): YamlPlaces {
  const file = files.find((candidate) => candidate.path === path);
  const text = file !== undefined && "text" in file ? file.text : "";
  const document = parseYaml(path, text, 0, locateIn(text));
  return {
    ofValue: (way) => document.placeOf(way) ?? FILE_START,
    ofKey: (way) => document.keyPlaceOf(way) ?? FILE_START,
  };
}
