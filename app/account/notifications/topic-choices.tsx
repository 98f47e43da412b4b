import { useTranslations } from "next-intl";
import { useSay } from "#components/use-say.ts";
import {
  CHANNELS,
  choiceName,
  isOptional,
  reaches,
  TOPICS,
  topicSentence,
  type Refusal,
} from "#lib/domain/notification-topics.ts";

/** Draws a box for every topic and channel; what must be told is ticked and cannot be switched off. */
export function TopicChoices({ refused }: { refused: readonly Refusal[] }) {
  const t = useTranslations("notifications");
  const say = useSay();
  return (
    <div className="card table-frame">
      <table className="table">
        <thead>
          <tr>
            <th scope="col">{t("topic")}</th>
            <th scope="col">{t("byMail")}</th>
            <th scope="col">{t("inApp")}</th>
          </tr>
        </thead>
        <tbody>
          {TOPICS.map((topic) => (
            <tr key={topic}>
              <th scope="row" className="border-t border-edge align-top !whitespace-normal !text-ink">
                {say(topicSentence(topic))}
                {isOptional(topic) ? null : (
                  <span className="block font-normal text-ink-soft">{t("always")}</span>
                )}
              </th>
              {CHANNELS.map((channel) => (
                <td key={channel}>
                  <input
                    type="checkbox"
                    name={choiceName(topic, channel)}
                    defaultChecked={reaches(topic, channel, refused)}
                    disabled={!isOptional(topic)}
                    className="size-4.5 accent-ink"
                    aria-label={t(channel === "mail" ? "mailAbout" : "appAbout", {
                      topic: say(topicSentence(topic)),
                    })}
                  />
                </td>
              ))}
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  );
}
