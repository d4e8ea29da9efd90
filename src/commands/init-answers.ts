// What `init` needs to know: from options, from questions on a terminal, else from defaults.

import { type CalendarDate, isCalendarDate } from "../calendar/calendar-date.ts";
import { REGIONS } from "../data/announced-waves.ts";
import { RunbookError } from "../errors.ts";
import type { Io } from "../io.ts";
import { PRODUCTS, type Product, tracksOf } from "../model/product.ts";
import { TRACKS, type Track } from "../model/wave.ts";
import { isTimeZone } from "../parse/config-schemas.ts";
import { didYouMean } from "../parse/suggest.ts";
import { zoneOf } from "../schedule/zone.ts";
import type { GlobalOptions } from "../session/options.ts";
import { checkCountry } from "../store/public-holidays.ts";
import { askLine } from "./ask-line.ts";
import { unlessBrokenOff } from "./asking.ts";
import { requireOneOf } from "./one-of.ts";

export interface InitOptions extends GlobalOptions {
  readonly directory: string;
  readonly title?: string;
  readonly timezone?: string;
  readonly region?: string;
  readonly products: readonly string[];
  readonly tracks: readonly string[];
  readonly country?: string;
  readonly subdivision?: string;
  readonly goLive?: CalendarDate;
  /** Build services to write pipelines for. */
  readonly pipelines: readonly string[];
  readonly yes?: boolean;
}

/** What the new run book is told about its tenant. */
export interface Answers {
  readonly title: string;
  readonly timezone: string;
  readonly region: string | undefined;
  readonly products: readonly Product[];
  readonly tracks: readonly Track[];
  readonly country: string | undefined;
  readonly goLive: CalendarDate;
}

const DEFAULT_TITLE = "Dynamics 365 run book";

/** What each product stands for, as people call it. */
const PRODUCT_NAMES: Readonly<Record<Product, string>> = {
  "customer-engagement": "Sales, Customer Service, Field Service, Marketing: everything on Dataverse",
  "finance-operations": "Finance, Supply Chain Management, Commerce, Human Resources",
  "business-central": "Business Central",
  "power-platform": "own apps, flows, sites and agents",
};

/** The answers without a question. Throws RunbookError `usage` for an option that cannot be. */
export function answersFromOptions(options: InitOptions, now: number): Answers {
  return checked({ ...partsFrom(options), ...productsFrom(options) }, options, now);
}

/**
 * Asks on the terminal for what the options do not say. Throws RunbookError `usage` for an option that cannot be, and
 * where the questions are broken off.
 */
export async function askForAnswers(options: InitOptions, io: Io): Promise<Answers> {
  const now = io.now();
  // What was given is checked before anything is asked.
  answersFromOptions(options, now);
  const answers = await unlessBrokenOff("Stopped; nothing was written", () => ask(options, io));
  return checked(answers, options, now);
}

type Parts = Omit<Answers, "goLive"> & { readonly goLive: CalendarDate | undefined };

function partsFrom(options: InitOptions): Omit<Parts, "products" | "tracks"> {
  return {
    title: options.title ?? DEFAULT_TITLE,
    timezone: options.timezone ?? new Intl.DateTimeFormat().resolvedOptions().timeZone,
    region: options.region,
    country: options.country,
    goLive: options.goLive,
  };
}

/** Tracks follow from products; where only tracks are given, products are those of the same names. */
function productsFrom({ products, tracks }: InitOptions): Pick<Parts, "products" | "tracks"> {
  const named = [...new Set(products.length > 0 || tracks.length === 0 ? products : tracks)] as Product[];
  const chosen: readonly Product[] = named.length === 0 ? ["customer-engagement"] : named;
  return { products: chosen, tracks: tracks.length > 0 ? ([...new Set(tracks)] as Track[]) : tracksOf(chosen) };
}

async function ask(options: InitOptions, io: Io): Promise<Parts> {
  const { checkbox, search } = await import("@inquirer/prompts");
  const preset = { ...partsFrom(options), ...productsFrom(options) };
  const choices: { value: string | undefined; name: string }[] = [
    // First, since that is what Enter takes: an answer that nobody gave moves no date.
    { value: undefined, name: "not known yet" },
    ...REGIONS.map((value) => ({ value, name: value })),
  ];
  const title =
    options.title ??
    (await askLine(
      {
        message: "Title of the run book",
        default: preset.title,
        validate: (entered) => entered !== "" || "It is needed.",
      },
      io,
    ));
  const timezone =
    options.timezone ??
    (await askLine(
      {
        message: "Time zone (IANA), which decides what today is",
        default: preset.timezone,
        validate: (zone) => isTimeZone(zone) || "Expected an IANA time zone such as Europe/London.",
      },
      io,
    ));
  const region =
    options.region ??
    (await search({
      message: "Microsoft region in which production lives (type to search)",
      source: (term) => choices.filter(({ name }) => name.includes((term ?? "").toLowerCase().replaceAll(" ", "-"))),
    }));
  const products =
    options.products.length + options.tracks.length > 0
      ? preset.products
      : await checkbox({
          message: "Products",
          choices: PRODUCTS.map((value) => ({
            value,
            name: `${value}: ${PRODUCT_NAMES[value]}`,
            short: value,
            checked: preset.products.includes(value),
          })),
          required: true,
        });
  const country =
    options.country ??
    ((
      await askLine(
        {
          message: "Country of the public holidays (ISO code such as GB; empty: none)",
          validate: async (code) =>
            code.trim() === "" ||
            (await countryProblem(code.trim())) === undefined ||
            "Expected an ISO 3166 code such as GB, DE or US.",
        },
        io,
      )
    ).trim() ||
      undefined);
  const goLive =
    options.goLive ??
    ((await askLine(
      {
        message: "Go-live (YYYY-MM-DD); nothing is owed before it",
        default: zoneOf(timezone).dateAt(io.now()),
        validate: (date) => isCalendarDate(date) || "Expected a date that exists, YYYY-MM-DD.",
      },
      io,
    )) as CalendarDate);
  const tracks = options.tracks.length > 0 ? preset.tracks : tracksOf(products);
  return { title, timezone, region, products, tracks, country, goLive };
}

async function countryProblem(code: string): Promise<string | undefined> {
  try {
    await checkCountry(code);
    return undefined;
  } catch (error) {
    return (error as Error).message;
  }
}

function checked(parts: Parts, options: InitOptions, now: number): Answers {
  if (parts.title.trim() === "" || /\p{Cc}/u.test(parts.title)) {
    throw new RunbookError(
      "usage",
      "The title must be one line of text",
      'For example: --title "Contoso Dynamics 365 run book"',
    );
  }
  if (!isTimeZone(parts.timezone)) {
    throw new RunbookError(
      "usage",
      `Unknown time zone \`${parts.timezone}\`, expected an IANA name such as Europe/London`,
      didYouMean(parts.timezone, Intl.supportedValuesOf("timeZone")),
    );
  }
  if (parts.region !== undefined) requireOneOf("region", [parts.region], REGIONS);
  requireOneOf("product", options.products, PRODUCTS);
  requireOneOf("track", parts.tracks, TRACKS);
  return { ...parts, goLive: parts.goLive ?? zoneOf(parts.timezone).dateAt(now) };
}
