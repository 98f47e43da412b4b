/** Asking to be forgotten: what keeps it from happening, and what goes and what stays. */
import { sentence, type Sentence } from "#lib/domain/sentence.ts";

/** A person may change their mind for so long. */
export const DELETION_AFTER_DAYS = 14;

/** What is deleted, in the order in which the page tells it. */
export const DELETED: readonly Sentence[] = [
  sentence("deletion.deleted.account"),
  sentence("deletion.deleted.profile"),
  sentence("deletion.deleted.applications"),
  sentence("deletion.deleted.learning"),
  sentence("deletion.deleted.mails"),
];

/** What stays, each with the reason. */
export const KEPT: readonly Sentence[] = [
  sentence("deletion.kept.certificates"),
  sentence("deletion.kept.books"),
  sentence("deletion.kept.training"),
  sentence("deletion.kept.partners"),
];
