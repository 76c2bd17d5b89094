// A verdict as plain text, for a chat or a mail. The sentences are Python's; here they are only put in lines.

import { hours } from "./format.js";
import { T } from "./text.js";

export function verdictText(verdict, address) {
  const { unit } = verdict;
  const lines = [
    T.asOf(verdict.city_name, verdict.year, verdict.today),
    `【${verdict.status_name}】${verdict.summary}`,
    "",
    ...[...verdict.requirements, ...verdict.axis_requirements].map((item) => requirementLine(item, unit)),
  ];
  if (verdict.plan.length) lines.push("", ...verdict.plan.map((item) => `· ${item.message}`));
  if (verdict.next_steps.length) {
    lines.push(
      "",
      `${T.steps}：`,
      ...verdict.next_steps.map(
        (step, at) => `${at + 1}. ${step.by ? `${step.by} ` : ""}（${step.duty}）${step.message}`,
      ),
    );
  }
  if (verdict.questions.length)
    lines.push("", `${T.questions}：`, ...verdict.questions.map((question) => `· ${question.text}`));
  lines.push("", [T.source, verdict.document].filter(Boolean).join("："), T.disclaimerCopy, address);
  return lines.filter((line) => line !== null).join("\n");
}

function requirementLine(item, unit) {
  const numbers = ["approved", "declared", "learned"].map((stage) => `${T[stage]} ${hours(item[stage])}`).join("，");
  const least = item.required === null ? T.noLeast : `${T.least(hours(item.required))} ${unit}`;
  const lacking = item.required !== null && item.shortfall !== 0 ? `，${T.missing} ${hours(item.shortfall)}` : "";
  return `${"　".repeat(item.depth)}${item.name}（${least}）：${numbers}${lacking}`;
}
