import { addDays } from "../calendar/calendar-date.ts";
import { nameIn, personName } from "../model/runbook.ts";
import { handovers } from "../schedule/people.ts";
import { rolesDocument } from "../view/roles-json.ts";
import { peopleText, shortDate } from "../view/words.ts";
import { type Inline, heading, paragraph, table, text } from "./nodes.ts";
import { originNote } from "./origin-note.ts";
import { HOME, type Page, type PublishInput } from "./publication.ts";

/** Handovers are said so far ahead. */
const HANDOVER_DAYS = 30;

interface Contact {
  readonly phone: string | null;
  readonly email: string | null;
  readonly url: string | null;
}

/** Ways to reach somebody; addresses lead there. */
function waysOf({ phone, email, url }: Contact): Inline[] {
  const link = (address: string, words: string): Inline => ({
    type: "link",
    url: address,
    children: [text(words)],
  });
  return [
    ...(phone === null ? [] : [text(phone)]),
    ...(email === null ? [] : [link(`mailto:${email}`, email)]),
    ...(url === null || !/^https?:/i.test(url) ? [] : [link(url, url)]),
  ];
}

/** Who holds each role on the day asked about and how to reach them, and what changes hands soon. */
export function rolesPage(input: PublishInput): Page {
  const { schedule } = input;
  const { directory } = schedule.book;
  const { roles, people } = rolesDocument(schedule, []);
  const nameOf = (id: string): string => personName(directory, id);
  const rows = roles.map((role) => {
    const holders = people.filter(({ id }) => role.people.includes(id));
    const outside = waysOf(role.contact);
    const reach = role.people.length > 0 ? holders.flatMap((person) => waysOf({ ...person, url: null })) : outside;
    const today = role.people.map(nameOf).join(", ") || (outside.length > 0 ? role.name : "nobody");
    return [
      role.name,
      today,
      reach.flatMap((way, index) => (index === 0 ? [way] : [text(", "), way])),
      role.deputies.map(nameOf).join(", "),
      role.duties.join(", "),
    ];
  });
  const changes = handovers(schedule, schedule.asOf.date, addDays(schedule.asOf.date, HANDOVER_DAYS)).map(
    ({ date, role, from, to }) => [
      shortDate(date, schedule.asOf.date),
      nameIn(directory, role),
      peopleText(from, directory),
      peopleText(to, directory),
    ],
  );
  return {
    id: "roles",
    title: "Roles",
    parent: HOME,
    blocks: [
      originNote("run book and ledger", input),
      rows.length === 0
        ? paragraph(text("No roles are named yet."))
        : table(["Role", "Today", "Reach", "Deputies", "Duties"], rows),
      ...(changes.length === 0
        ? []
        : [heading(`Handovers in the next ${HANDOVER_DAYS} days`), table(["On", "Role", "From", "To"], changes)]),
    ],
  };
}
