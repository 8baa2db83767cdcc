/** Shapes of the API, as the desk's contract has them. */
export type {
  LinkDetails,
  LinkStatus,
  LinkView,
  Ordered,
  Preferences,
  RecordView,
} from '../../src/desk/contract';
