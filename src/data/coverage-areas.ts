import type { CoverageArea } from "../model/coverage-area.ts";
import written from "./coverage-areas.json" with { type: "json" };

/** The catalogue of templates/coverage.yml, which takes longer to parse than a run book to check; the tests write it. */
export const COVERAGE_AREAS = written as readonly CoverageArea[];
