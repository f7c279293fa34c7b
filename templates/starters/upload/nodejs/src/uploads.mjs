// What happens to uploads. It knows nothing of AWS's libraries, so that its tests need none.

export async function lookAt(event, head) {
  for (const { s3 } of event.Records) {
    const key = decodeURIComponent(s3.object.key.replaceAll("+", " "));
    const { ContentLength } = await head({ Bucket: s3.bucket.name, Key: key });
    console.log(key, ContentLength, "bytes");
  }
}
