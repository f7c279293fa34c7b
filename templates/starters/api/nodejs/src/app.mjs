// An API of items in a table.

import { DynamoDBClient } from "@aws-sdk/client-dynamodb";
import { DynamoDBDocumentClient, GetCommand, PutCommand } from "@aws-sdk/lib-dynamodb";
import { answer } from "./items.mjs";

const TableName = process.env.TABLE_NAME;
const client = DynamoDBDocumentClient.from(new DynamoDBClient());

const table = {
  read: async (id) => (await client.send(new GetCommand({ TableName, Key: { id } }))).Item,
  write: (item) => client.send(new PutCommand({ TableName, Item: item })),
};

export const handler = (event) => answer(event, table);
