// What was said in this hour before the first message on the page: on request, without moving who reads.
const PAGE = 30; // so many always fit in one answer (chat/queries.py, MOST_CHARACTERS)

export function offerEarlier(page, { slug, words }, log) {
  const row = page.querySelector("#eerder");
  row.addEventListener("click", async () => {
    const first = log.list.querySelector("[data-seq]").dataset.seq;
    const after = Math.max(0, first - 1 - PAGE);
    const answer = await fetch(`/chat/${slug}/berichten?after=${after}`).then((found) => found.json()).catch(() => ({}));
    if (!answer.messages) return log.voice.tell(words.not_now);
    const number = log.addEarlier(answer.messages.filter(({ seq }) => seq < first));
    if (number) log.voice.tell(words.earlier.replace("{n}", number));
    if (after && number && answer.from_seq === after + 1) return;
    log.still(() => row.remove());
    log.box.focus({ preventScroll: true });
  });
}
