// Reads the records of a stream.

export async function handler(event) {
  for (const { kinesis } of event.Records) {
    const data = Buffer.from(kinesis.data, "base64");
    console.log(kinesis.partitionKey, data.length, "bytes");
  }
}
