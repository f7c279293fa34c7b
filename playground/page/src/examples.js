// The templates of `examples/`, as they are there when the page is built.
import distributedMap from '../../../examples/distributed-map/template.yaml';
import everyEvent from '../../../examples/every-event/template.yaml';
import fanOut from '../../../examples/fan-out/template.yaml';
import fileUploadWorkflow from '../../../examples/file-upload-workflow/template.yaml';
import fileUpload from '../../../examples/file-upload/template.yaml';
import getProductsObservable from '../../../examples/get-products-observable/template.yaml';
import getProducts from '../../../examples/get-products/template.yaml';
import orderQueue from '../../../examples/order-queue/template.yaml';
import s3SnsSqs from '../../../examples/s3-sns-sqs/template.yaml';
import streamIngest from '../../../examples/stream-ingest/template.yaml';
import threeFactor from '../../../examples/three-factor/template.yaml';
import webhook from '../../../examples/webhook/template.yaml';

/** Names and texts, in the order in which they are offered. */
export const EXAMPLES = [
  ['get-products', getProducts],
  ['get-products-observable', getProductsObservable],
  ['order-queue', orderQueue],
  ['file-upload', fileUpload],
  ['file-upload-workflow', fileUploadWorkflow],
  ['fan-out', fanOut],
  ['webhook', webhook],
  ['stream-ingest', streamIngest],
  ['s3-sns-sqs', s3SnsSqs],
  ['three-factor', threeFactor],
  ['distributed-map', distributedMap],
  ['every-event', everyEvent],
];
