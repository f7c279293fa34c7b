// Looks at every file that is uploaded.

import { HeadObjectCommand, S3Client } from "@aws-sdk/client-s3";
import { lookAt } from "./uploads.mjs";

const client = new S3Client();

export const handler = (event) => lookAt(event, (file) => client.send(new HeadObjectCommand(file)));
