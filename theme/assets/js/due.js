// Groups the last days by the reader's own day. The page says which day that is, so that a wrong clock is seen.

const DAY = 86_400_000;

function noon(text) {
  const [year, month, day] = text.split("-").map(Number);
  return Date.UTC(year, month - 1, day, 12);
}

function today() {
  const now = new Date();
  return Date.UTC(now.getFullYear(), now.getMonth(), now.getDate(), 12);
}

function words(days) {
  if (days === 0) return "今天";
  return days > 0 ? `还有 ${days} 天` : `过去 ${-days} 天`;
}

function regroup() {
  const note = document.querySelector("[data-xs-today]");
  const boxes = [...document.querySelectorAll("[data-xs-due]")];
  const now = today();
  if (!note || now === noon(note.dataset.xsToday)) return;
  const items = boxes.flatMap((box) => [...box.querySelectorAll("[data-xs-day]")]);
  const bounded = boxes.filter((box) => box.dataset.xsWithin);
  const named = (key) => boxes.find((box) => box.dataset.xsDue === key);
  items.sort((one, other) => noon(one.dataset.xsDay) - noon(other.dataset.xsDay));
  for (const item of items) {
    const left = Math.round((noon(item.dataset.xsDay) - now) / DAY);
    const box = left < 0 ? named("past") : (bounded.find((one) => left <= Number(one.dataset.xsWithin)) ?? named("later"));
    const list = box.querySelector("ul");
    if (left < 0) list.prepend(item);
    else list.append(item);
    item.querySelector(".xs-due__left").textContent = words(left);
  }
  for (const box of boxes) {
    const count = box.querySelectorAll("[data-xs-day]").length;
    box.hidden = count === 0;
    const told = document.querySelector(`[data-xs-count="${box.dataset.xsDue}"]`);
    told.classList.toggle("xs-soon--none", count === 0);
    told.querySelector(".xs-soon__number").textContent = count;
  }
  const day = new Date(now);
  note.textContent = `以您设备上的今天 ${day.getUTCFullYear()}年${day.getUTCMonth() + 1}月${day.getUTCDate()}日为准。`;
}

regroup();
