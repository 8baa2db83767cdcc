/** Shapes of the API, as the desk's contract has them. */
export type {
  JoiningView,
  LinkDetails,
  LinkStatus,
  LinkView,
  Ordered,
  Preferences,
  ProofView,
  RecordView,
  RequestView,
} from '../../src/desk/contract';
