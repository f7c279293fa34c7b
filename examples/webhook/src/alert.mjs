// Tells people of payments that failed.
import { PublishCommand, SNSClient } from '@aws-sdk/client-sns'
import { eachSigned } from './signed.mjs'

const sns = new SNSClient()

export const handler = ({ Records }) => eachSigned(Records, async payload => {
  const message = { TopicArn: process.env.TOPIC_ARN, Subject: payload.type, Message: JSON.stringify(payload, null, 2) }
  await sns.send(new PublishCommand(message))
})
