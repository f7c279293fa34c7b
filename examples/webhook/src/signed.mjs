// Reads records, and believes only those that are signed with the secret.
import { createHmac, timingSafeEqual } from 'node:crypto'
import { GetSecretValueCommand, SecretsManagerClient } from '@aws-sdk/client-secrets-manager'

// Once for each instance of a function, and not for each batch.
const secrets = new SecretsManagerClient()
const { SecretString: secret } = await secrets.send(new GetSecretValueCommand({ SecretId: process.env.SECRET_ARN }))

/** Gives each signed payload to `handle`, and tells Lambda of the first record that failed. */
export async function eachSigned (records, handle) {
  for (const { kinesis } of records) {
    try {
      const body = Buffer.from(kinesis.data, 'base64')
      const wanted = createHmac('sha256', secret).update(body).digest()
      const signature = Buffer.from(kinesis.partitionKey, 'hex')
      if (signature.length !== wanted.length || !timingSafeEqual(signature, wanted)) {
        console.warn('not signed with the secret', kinesis.sequenceNumber)
        continue
      }
      await handle(JSON.parse(body), wanted.toString('hex'))
    } catch (fault) {
      console.error(kinesis.sequenceNumber, fault)
      return { batchItemFailures: [{ itemIdentifier: kinesis.sequenceNumber }] }
    }
  }
  return { batchItemFailures: [] }
}
