// Numbers as they are said and written in Chinese, as figures.

const DIGITS = new Map([..."〇零一幺二两三四五六七八九"].map((letter, i) => [letter, "0011223456789"[i]]));
const COUNT = "(\\d{1,2}|[一二三四五六七八九十]{1,3})";
const DATE = new RegExp(`${COUNT} ?月 ?${COUNT} ?[日号]`, "gu");
const PHONE = /[〇零一幺二两三四五六七八九]{7,}/gu;
const PERCENT = /百分之\s*([\d.]+|[零一二三四五六七八九十]+(?:点[零一二三四五六七八九]+)?)/gu;
const HOURS = /([一二三四五六七八九]?十[一二三四五六七八九]?)(?=\s*(?:个?(?:学时|课时|学分|小时|工作日)|号))/gu;

// 二〇二五 as 2025: one figure for each letter.
export const digits = (said) => Array.from(said, (letter) => DIGITS.get(letter)).join("");

// 十五 as 15, up to 99.
function counted(said) {
  if (/\d/.test(said)) return said;
  const value = (letter) => " 一二三四五六七八九".indexOf(letter);
  const [tens, ones] = said.includes("十") ? said.split("十") : ["", said];
  return String((said.includes("十") ? 10 * (tens ? value(tens) : 1) : 0) + (ones ? value(ones) : 0));
}

// 一点五 as 1.5%.
function percent(said) {
  const [whole, part = ""] = said.split("点");
  return `${/[\d.]/.test(said) ? said : counted(whole) + (part && `.${digits(part)}`)}%`;
}

// A query with days, telephones, percentages and hours in figures; years are read where a year may stand (`cities.js`).
export function inFigures(text) {
  return text
    .replace(DATE, (_, month, day) => `${counted(month)}月${counted(day)}日`)
    .replace(PHONE, digits)
    .replace(PERCENT, (_, said) => percent(said))
    .replace(HOURS, (_, said) => `${counted(said)} `);
}
