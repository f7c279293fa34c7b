// Processes messages, and reports which of them failed.

export async function handler(event) {
  const batchItemFailures = [];
  for (const { messageId, body } of event.Records) {
    try {
      await work(JSON.parse(body));
    } catch (error) {
      console.log(JSON.stringify({ message: messageId, error: String(error) }));
      batchItemFailures.push({ itemIdentifier: messageId });
    }
  }
  return { batchItemFailures };
}

async function work(job) {
  console.log(JSON.stringify({ job }));
}
