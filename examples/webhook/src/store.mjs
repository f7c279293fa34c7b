// Keeps every webhook for ninety days.
import { DynamoDBClient, PutItemCommand } from '@aws-sdk/client-dynamodb'
import { eachSigned } from './signed.mjs'

const dynamodb = new DynamoDBClient()
const NINETY_DAYS = 90 * 24 * 60 * 60

export const handler = ({ Records }) => eachSigned(Records, async (payload, signature) => {
  // Services send a webhook twice when in doubt. Its signature is the same, and so is the item.
  const item = {
    signature: { S: signature },
    type: { S: String(payload.type) },
    payload: { S: JSON.stringify(payload) },
    expires: { N: String(Math.floor(Date.now() / 1000) + NINETY_DAYS) }
  }
  await dynamodb.send(new PutItemCommand({ TableName: process.env.TABLE_NAME, Item: item }))
})
