/**
 * TypeScript types of the wbl-feed standard, version 1: what a parsed JSON document of it holds.
 *
 * Made from the schemas and vocabularies beside this file; do not edit it. To make it again:
 *
 *     npm run types --prefix tests/node
 *
 * Members that the standard does not know are allowed in every document and must be kept; here they are `unknown`. A
 * member that may be absent is never null; "Absent:" says what its absence means. The types cannot say everything that the
 * schemas say: an {@link Instant} is any string here. Validate what you receive.
 *
 * @packageDocumentation
 */

// posting.schema.json

/** One opportunity (schema.org JobPosting, Event or WorkBasedProgram, by its activityType). */
export interface Posting {
  /** Stable IRI, never reused, not built from title or date (schema.org @id; Atom id). */
  id: Iri;
  /** Page for people (schema.org url). */
  url: Url;
  /** Plain text, at most 200 characters (schema.org title). */
  title: Title;
  /** Changes if and only if any other member changes (schema.org dateModified; Atom updated). */
  dateModified: Instant;
  /** From vocabulary activity-type; `unspecified` where the source does not say. */
  activityType: ActivityTypeCode;
  /** Whether one can apply; only `open` is live. */
  status: "open" | "paused" | "filled" | "closed";
  /**
   * Ids this posting had before, at any source.
   * @remarks Absent: none.
   */
  previousIds?: Iri[];
  /**
   * Other pages or ids of the same opportunity (schema.org sameAs).
   * @remarks Absent: none known.
   */
  sameAs?: Iri[];
  /**
   * Postings that look alike and are another opportunity.
   * @remarks Absent: none stated.
   */
  notSameAs?: Iri[];
  /**
   * Postings at other sources that this one takes the place of.
   * @remarks Absent: none.
   */
  replaces?: Iri[];
  /**
   * Employer requisition and other identifiers (schema.org identifier).
   * @remarks Absent: none known.
   */
  identifier?: PropertyValue[];
  /**
   * One or two plain sentences.
   * @remarks Absent: use the start of the description.
   */
  summary?: ShortText;
  /**
   * Plain text (schema.org description).
   * @remarks Absent: unknown; see url.
   */
  description?: Text;
  /**
   * The description as HTML; a consumer sanitises it before showing it.
   * @remarks Absent: use description.
   */
  descriptionHtml?: Text;
  /**
   * Language of the texts (schema.org inLanguage).
   * @remarks Absent: the feed's inLanguage.
   */
  inLanguage?: LanguageTag;
  /**
   * The texts in other languages.
   * @remarks Absent: none.
   */
  translations?: Translation[];
  /**
   * A picture (schema.org image).
   * @remarks Absent: none.
   */
  image?: MediaObject;
  /**
   * Files, such as a flyer.
   * @remarks Absent: none.
   */
  attachments?: MediaObject[];
  /**
   * When it was first published (schema.org datePosted).
   * @remarks Absent: unknown.
   */
  datePosted?: DateOrInstant;
  /**
   * From when one can apply (schema.org applicationStartDate).
   * @remarks Absent: now.
   */
  applicationStartDate?: DateOrInstant;
  /**
   * Until when one can apply; a date ends with that day in the feed's timeZone (schema.org applicationDeadline).
   * @remarks Absent: unknown.
   */
  applicationDeadline?: DateOrInstant;
  /**
   * Whether applications are taken until the places are filled.
   * @remarks Absent: unknown.
   */
  rolling?: boolean;
  /**
   * Until when the posting holds, whatever its status; a date ends with that day (schema.org validThrough).
   * @remarks Absent: applicationDeadline.
   */
  validThrough?: DateOrInstant;
  /**
   * Day a person last checked that it is true.
   * @remarks Absent: unknown.
   */
  lastVerified?: CivilDate;
  /**
   * From vocabulary career-stage.
   * @remarks Absent: the stage of the activityType.
   */
  careerStage?: CareerStageCode;
  /**
   * State or local programmes it belongs to, by codes of a profile.
   * @remarks Absent: unknown.
   */
  programs?: Code[];
  /**
   * Requirements of a programme that it fulfils.
   * @remarks Absent: unknown.
   */
  satisfies?: Code[];
  /**
   * Networks or workforce regions it belongs to, by codes of a profile.
   * @remarks Absent: the feed's regions.
   */
  regions?: Code[];
  /**
   * Whether it is STEM, with evidence.
   * @remarks Absent: unknown.
   */
  stem?: Stem;
  /**
   * Occupations, SOC or O*NET-SOC by preference (schema.org occupationalCategory).
   * @remarks Absent: unknown.
   */
  occupationalCategory?: DefinedTerm[];
  /**
   * Industries, NAICS by preference (schema.org industry).
   * @remarks Absent: unknown.
   */
  industry?: DefinedTerm[];
  /**
   * Fields of study, CIP by preference.
   * @remarks Absent: unknown.
   */
  instructionalProgram?: DefinedTerm[];
  /**
   * Skills used or learned (schema.org skills).
   * @remarks Absent: unknown.
   */
  skills?: DefinedTerm[];
  /**
   * The employer or host (schema.org hiringOrganization).
   * @remarks Absent: unknown.
   */
  hiringOrganization?: Organization;
  /**
   * Who runs the programme, if not the employer (schema.org provider).
   * @remarks Absent: the employer.
   */
  provider?: Organization;
  /**
   * Whom to ask (schema.org applicationContact).
   * @remarks Absent: unknown.
   */
  applicationContact?: ContactPoint;
  /**
   * Places; several mean that all of them take part (schema.org jobLocation).
   * @remarks Absent: unknown.
   */
  jobLocation?: Place[];
  /**
   * From vocabulary work-mode (schema.org jobLocationType).
   * @remarks Absent: unknown.
   */
  workMode?: WorkModeCode;
  /**
   * From vocabulary site-type.
   * @remarks Absent: unknown.
   */
  siteType?: SiteTypeCode;
  /**
   * Where applicants must come from (schema.org applicantLocationRequirements).
   * @remarks Absent: unknown.
   */
  applicantLocationRequirements?: Area[];
  /**
   * Help with getting there.
   * @remarks Absent: unknown.
   */
  transportation?: Transportation;
  /**
   * How people with disabilities can take part.
   * @remarks Absent: unknown.
   */
  accessibility?: Accessibility;
  /**
   * Days and times (schema.org Schedule).
   * @remarks Absent: unknown.
   */
  schedule?: Schedule;
  /**
   * Hours in a week (schema.org workHours).
   * @remarks Absent: unknown.
   */
  hoursPerWeek?: QuantitativeValue;
  /**
   * Hours in all.
   * @remarks Absent: unknown.
   */
  totalHours?: QuantitativeValue;
  /**
   * Length from first to last day, ISO 8601 (schema.org timeToComplete).
   * @remarks Absent: unknown.
   */
  duration?: Duration;
  /**
   * What the student is paid.
   * @remarks Absent: unknown, never "unpaid".
   */
  compensation?: Compensation;
  /**
   * What taking part costs.
   * @remarks Absent: unknown.
   */
  costsToStudent?: Costs;
  /**
   * Who may take part.
   * @remarks Absent: unknown, never "everybody".
   */
  eligibility?: Eligibility;
  /**
   * What keeps minors safe.
   * @remarks Absent: unknown.
   */
  safety?: Safety;
  /**
   * Who guides the student.
   * @remarks Absent: unknown.
   */
  supervision?: Supervision;
  /**
   * Training that comes with it.
   * @remarks Absent: unknown.
   */
  training?: Training;
  /**
   * School or college credit.
   * @remarks Absent: unknown.
   */
  academicCredit?: AcademicCredit;
  /**
   * Credentials to be earned (schema.org occupationalCredentialAwarded).
   * @remarks Absent: unknown.
   */
  credentials?: Credential[];
  /**
   * How students look back.
   * @remarks Absent: unknown.
   */
  reflection?: Reflection;
  /**
   * Postings or programmes that come before it (schema.org programPrerequisites).
   * @remarks Absent: none stated.
   */
  buildsOn?: Iri[];
  /**
   * Agreement between school and employer.
   * @remarks Absent: unknown.
   */
  partnership?: Partnership;
  /**
   * How quality is looked after.
   * @remarks Absent: unknown.
   */
  quality?: Quality;
  /**
   * Number of places (schema.org totalJobOpenings).
   * @remarks Absent: unknown.
   */
  totalOpenings?: PositiveCount;
  /**
   * How to apply.
   * @remarks Absent: at url.
   */
  howToApply?: HowToApply;
  /**
   * Licence of this posting (schema.org license).
   * @remarks Absent: the feed's license.
   */
  license?: License;
  /**
   * Contributing sources, in a feed that republishes.
   * @remarks Absent: the publisher of the feed wrote it.
   */
  provenance?: Provenance[];
  /**
   * Private terms, keyed by IRI.
   * @remarks Absent: none.
   */
  ext?: { [member: Iri]: unknown };
  [member: string]: unknown;
}

/** School or college credit. */
export interface AcademicCredit {
  /**
   * Whether credit can be earned.
   * @remarks Absent: unknown.
   */
  available?: boolean;
  /**
   * Number of credits (schema.org numberOfCredits).
   * @remarks Absent: unknown.
   */
  units?: Amount;
  /**
   * School or college that awards it.
   * @remarks Absent: unknown.
   */
  awardedBy?: Title;
  /**
   * Whether it counts for school and college at once.
   * @remarks Absent: unknown.
   */
  dualEnrollment?: boolean;
  [member: string]: unknown;
}

/** How people with disabilities can take part. */
export interface Accessibility {
  /**
   * Codes of features that are there.
   * @remarks Absent: unknown, never "none".
   */
  features?: Code[];
  /**
   * Plain text, and whom to ask for an accommodation.
   * @remarks Absent: nothing to add.
   */
  note?: Text;
  [member: string]: unknown;
}

/**
 * An age in whole years.
 * @remarks A whole number. From 0 to 130.
 */
export type Age = number;

/**
 * A number that is not negative.
 * @remarks At least 0.
 */
export type Amount = number;

/** A town, county, district or region by name (schema.org AdministrativeArea). */
export interface Area {
  /** Name of the area. */
  name: Title;
  /**
   * A stable IRI of the area.
   * @remarks Absent: unknown.
   */
  id?: Iri;
  [member: string]: unknown;
}

/** A day of the calendar, `YYYY-MM-DD`, read in the feed's time zone. */
export type CivilDate = string;

/** A time of day, `HH:MM`, on a 24-hour clock. */
export type ClockTime = string;

/**
 * A vocabulary code: unprefixed from the core, `prefix:code` from a profile, else an IRI.
 * @remarks At most 2000 characters.
 */
export type Code = string;

/** What the student is paid. */
export interface Compensation {
  /** From vocabulary compensation-status. */
  status: CompensationStatusCode;
  /**
   * Who pays, from vocabulary compensation-payer.
   * @remarks Absent: unknown.
   */
  payer?: CompensationPayerCode;
  /**
   * The programme that subsidises or pays.
   * @remarks Absent: unknown.
   */
  payerProgram?: Code;
  /**
   * The wage or stipend (schema.org baseSalary).
   * @remarks Absent: unknown.
   */
  baseSalary?: MonetaryAmount;
  /**
   * Anything else, in plain text.
   * @remarks Absent: nothing to add.
   */
  note?: Text;
  [member: string]: unknown;
}

/** Whom applicants may ask; a role rather than a person, and never a student (schema.org ContactPoint). */
export interface ContactPoint {
  /**
   * Name of the office or person.
   * @remarks Absent: unknown.
   */
  name?: Title;
  /**
   * The role, such as "internship coordinator".
   * @remarks Absent: unknown.
   */
  contactType?: Title;
  /**
   * A role mailbox by preference.
   * @remarks Absent: unknown.
   */
  email?: Email;
  /**
   * Telephone number as people write it.
   * @remarks Absent: unknown.
   */
  telephone?: Title;
  [member: string]: unknown;
}

/** What taking part costs the student. */
export interface Costs {
  /**
   * The sum; 0 says that it is free.
   * @remarks Absent: unknown.
   */
  amount?: MonetaryAmount;
  /**
   * What the sum is for, and help with it.
   * @remarks Absent: nothing to add.
   */
  note?: Text;
  [member: string]: unknown;
}

/**
 * A whole number, not negative.
 * @remarks A whole number. From 0 to 9007199254740991.
 */
export type Count = number;

/** A certificate or credential that can be earned (schema.org EducationalOccupationalCredential). */
export interface Credential {
  /** Its name. */
  name: Title;
  /**
   * Where it is described.
   * @remarks Absent: unknown.
   */
  url?: Url;
  /**
   * Its Credential Transparency identifier.
   * @remarks Absent: unknown.
   */
  ctid?: Title;
  /**
   * Kind, such as "industry certification".
   * @remarks Absent: unknown.
   */
  credentialCategory?: Title;
  /**
   * Who awards it.
   * @remarks Absent: unknown.
   */
  awardedBy?: Title;
  [member: string]: unknown;
}

/** A currency code (ISO 4217), such as `USD`. */
export type Currency = string;

/** A civil date or an instant; a deadline given as a date ends with that day. */
export type DateOrInstant = CivilDate | Instant;

/** A term, with its code where it comes from a list (schema.org DefinedTerm). */
export interface DefinedTerm {
  /** The term in words. */
  name: Title;
  /**
   * Its code, such as "19-4021".
   * @remarks Absent: no code known.
   */
  termCode?: Title;
  /**
   * The list and its version, such as "SOC 2018", or its IRI.
   * @remarks Absent: no list.
   */
  inDefinedTermSet?: Title;
  [member: string]: unknown;
}

/** A SHA-256 digest in lower-case hexadecimal, `sha-256:…`. */
export type Digest = string;

/**
 * A length of time (ISO 8601), such as `P6W` for six weeks.
 * @remarks At most 40 characters.
 */
export type Duration = string;

/** Whom the activity is open to. What is not said is unknown, never "everybody". */
export interface Eligibility {
  /**
   * Youngest age in years, included.
   * @remarks Absent: unknown.
   */
  minimumAge?: Age;
  /**
   * Oldest age in years, included.
   * @remarks Absent: unknown.
   */
  maximumAge?: Age;
  /**
   * School grades, each one listed.
   * @remarks Absent: unknown.
   */
  gradeLevels?: Grade[];
  /**
   * Only students of these schools.
   * @remarks Absent: unknown.
   */
  schools?: Title[];
  /**
   * Only students of these districts.
   * @remarks Absent: unknown.
   */
  districts?: Title[];
  /**
   * Where a student must live.
   * @remarks Absent: unknown.
   */
  residency?: Text;
  /**
   * Least grade point average.
   * @remarks Absent: unknown.
   */
  minimumGpa?: Amount;
  /**
   * Courses or skills needed before.
   * @remarks Absent: unknown.
   */
  prerequisites?: Text[];
  /**
   * Whether a youth work permit is needed.
   * @remarks Absent: unknown.
   */
  workPermit?: "required" | "not-required" | "unknown";
  /**
   * Legal requirements (schema.org eligibilityToWorkRequirement).
   * @remarks Absent: unknown.
   */
  eligibilityToWork?: Text;
  /**
   * Only these populations may apply.
   * @remarks Absent: unknown.
   */
  restrictedTo?: Code[];
  /**
   * Populations with priority, not a restriction.
   * @remarks Absent: unknown.
   */
  priorityPopulations?: PriorityPopulationCode[];
  /**
   * Papers needed before the start.
   * @remarks Absent: unknown.
   */
  documents?: Title[];
  /**
   * Anything else, in plain text.
   * @remarks Absent: nothing to add.
   */
  note?: Text;
  [member: string]: unknown;
}

/**
 * An e-mail address, a role mailbox by preference.
 * @remarks At most 254 characters.
 */
export type Email = string;

/** A point in WGS 84 degrees; 4 to 6 decimals are enough (schema.org GeoCoordinates). */
export interface GeoCoordinates {
  /**
   * Degrees north.
   * @remarks From -90 to 90.
   */
  latitude: number;
  /**
   * Degrees east.
   * @remarks From -180 to 180.
   */
  longitude: number;
  [member: string]: unknown;
}

/**
 * A school grade: 0 is kindergarten, 6 to 12 middle and high school, 13 to 16 college years.
 * @remarks A whole number. From 0 to 16.
 */
export type Grade = number;

/** One aggregator between the source and here. */
export interface Hop {
  /** Id of its feed. */
  feed: Iri;
  /**
   * The posting's id there.
   * @remarks Absent: the id of the source.
   */
  id?: Iri;
  [member: string]: unknown;
}

/** The way to apply; always at the source, never through a feed. */
export interface HowToApply {
  /** From vocabulary apply-method. */
  method: ApplyMethodCode;
  /**
   * Page where one applies.
   * @remarks Absent: the posting's url.
   */
  url?: Url;
  /**
   * Mailbox for applications.
   * @remarks Absent: none.
   */
  email?: Email;
  /**
   * Telephone number for applications.
   * @remarks Absent: none.
   */
  telephone?: Title;
  /**
   * What to do, in plain text.
   * @remarks Absent: see url.
   */
  instructions?: Text;
  /**
   * Who applies, from vocabulary applicant.
   * @remarks Absent: unknown.
   */
  applicant?: ApplicantCode;
  /**
   * Whether url leads straight to the form (schema.org directApply).
   * @remarks Absent: unknown.
   */
  directApply?: boolean;
  /**
   * What to hand in.
   * @remarks Absent: unknown.
   */
  requiredDocuments?: Title[];
  [member: string]: unknown;
}

/** A moment with its offset (RFC 3339), such as `2026-11-01T12:00:00Z`. */
export type Instant = string;

/**
 * An absolute IRI (RFC 3987), a URN included.
 * @remarks At most 2000 characters.
 */
export type Iri = string;

/**
 * A language tag (BCP 47), such as `en-US`.
 * @remarks At most 35 characters.
 */
export type LanguageTag = string;

/**
 * An SPDX licence identifier, such as `CC-BY-4.0`, or the URL of a licence.
 * @remarks At most 2000 characters.
 */
export type License = string;

/** A picture or a file (schema.org MediaObject). */
export interface MediaObject {
  /** Where it is. */
  url: Url;
  /**
   * Its media type.
   * @remarks Absent: unknown.
   */
  encodingFormat?: MediaType;
  /**
   * Text alternative of a picture, title of a file.
   * @remarks Absent: unknown.
   */
  alternateName?: ShortText;
  [member: string]: unknown;
}

/** A media type (RFC 6838), such as `application/atom+xml`. */
export type MediaType = string;

/** An amount of money, or a range of it (schema.org MonetaryAmount). */
export interface MonetaryAmount {
  /** ISO 4217 code. */
  currency: Currency;
  /**
   * The amount, when it is one.
   * @remarks Absent: see minValue and maxValue.
   */
  value?: Amount;
  /**
   * The least of a range.
   * @remarks Absent: unknown.
   */
  minValue?: Amount;
  /**
   * The most of a range.
   * @remarks Absent: unknown.
   */
  maxValue?: Amount;
  /**
   * The time the amount is for; TOTAL is once for the whole activity.
   * @remarks Absent: unknown.
   */
  unitText?: "HOUR" | "DAY" | "WEEK" | "MONTH" | "YEAR" | "TOTAL";
  [member: string]: unknown;
}

/** An employer, a programme operator or a publisher (schema.org Organization). */
export interface Organization {
  /** The name people know it by. */
  name: Title;
  /**
   * A stable IRI of the organization.
   * @remarks Absent: unknown.
   */
  id?: Iri;
  /**
   * Its home page.
   * @remarks Absent: unknown.
   */
  url?: Url;
  /**
   * Other pages or identifiers of the same organization.
   * @remarks Absent: unknown.
   */
  sameAs?: Iri[];
  /**
   * What it does, in plain text.
   * @remarks Absent: unknown.
   */
  description?: Text;
  /**
   * A role mailbox.
   * @remarks Absent: unknown.
   */
  email?: Email;
  [member: string]: unknown;
}

/** The agreement between school and employer; no names of persons. */
export interface Partnership {
  /**
   * Whether a memorandum of understanding is signed.
   * @remarks Absent: unknown.
   */
  agreementSigned?: boolean;
  /**
   * Day of its last review.
   * @remarks Absent: unknown.
   */
  agreementReviewed?: CivilDate;
  /**
   * The regional list of high-demand occupations that it answers to.
   * @remarks Absent: unknown.
   */
  highDemandList?: Url;
  /**
   * Date of that list.
   * @remarks Absent: unknown.
   */
  highDemandListDate?: CivilDate;
  [member: string]: unknown;
}

/** One place (schema.org Place). */
export interface Place {
  /**
   * Name of the site.
   * @remarks Absent: unknown.
   */
  name?: Title;
  /**
   * Its address.
   * @remarks Absent: unknown.
   */
  address?: PostalAddress;
  /**
   * Its position.
   * @remarks Absent: unknown.
   */
  geo?: GeoCoordinates;
  [member: string]: unknown;
}

/**
 * A whole number of at least 1.
 * @remarks A whole number. From 1 to 9007199254740991.
 */
export type PositiveCount = number;

/** An address, as exact as the publisher wishes to be (schema.org PostalAddress). */
export interface PostalAddress {
  /**
   * Street and number.
   * @remarks Absent: unknown.
   */
  streetAddress?: Title;
  /**
   * City or town.
   * @remarks Absent: unknown.
   */
  addressLocality?: Title;
  /**
   * State or province, such as "MA".
   * @remarks Absent: unknown.
   */
  addressRegion?: Title;
  /**
   * Postal code as text; leading zeros count.
   * @remarks Absent: unknown.
   */
  postalCode?: Title;
  /**
   * Country, ISO 3166-1 alpha-2 by preference.
   * @remarks Absent: the publisher's country.
   */
  addressCountry?: Title;
  [member: string]: unknown;
}

/** An identifier that somebody else gave (schema.org PropertyValue). */
export interface PropertyValue {
  /** What kind of identifier, such as "requisition". */
  propertyID: Title;
  /** The identifier, as text. */
  value: Title;
  [member: string]: unknown;
}

/** One contributing source (schema.org isBasedOn, sdPublisher; Atom `source`). */
export interface Provenance {
  /** Id of the source's feed. A feed id already in the chain stops a loop. */
  feed: Iri;
  /** The posting's id at the source. */
  id: Iri;
  /**
   * Name of the source's feed.
   * @remarks Absent: unknown.
   */
  feedTitle?: Title;
  /**
   * The posting's page at the source.
   * @remarks Absent: unknown.
   */
  url?: Url;
  /**
   * Licence of what this source contributed.
   * @remarks Absent: facts and link only.
   */
  license?: License;
  /**
   * From vocabulary provenance-method.
   * @remarks Absent: unknown.
   */
  method?: ProvenanceMethodCode;
  /**
   * Aggregators it came through, nearest to the source first.
   * @remarks Absent: none.
   */
  via?: Hop[];
  /**
   * The evidence by which it was merged.
   * @remarks Absent: not merged.
   */
  rule?: Code;
  /**
   * Members of the posting that come from this source.
   * @remarks Absent: all of them.
   */
  fields?: Title[];
  [member: string]: unknown;
}

/** How the quality of the experience is looked after. */
export interface Quality {
  /**
   * Tool by which it is evaluated.
   * @remarks Absent: unknown.
   */
  evaluationTool?: Title;
  /**
   * Standards it meets.
   * @remarks Absent: unknown.
   */
  standards?: Iri[];
  [member: string]: unknown;
}

/** A quantity between two bounds, both included (schema.org QuantitativeValue). */
export interface QuantitativeValue {
  /**
   * The least.
   * @remarks Absent: unknown.
   */
  minValue?: Amount;
  /**
   * The most.
   * @remarks Absent: unknown.
   */
  maxValue?: Amount;
  [member: string]: unknown;
}

/** How students look back on what they learned. */
export interface Reflection {
  /**
   * Whether it is part of the activity.
   * @remarks Absent: unknown.
   */
  required?: boolean;
  /**
   * Forms, such as writing, portfolio, presentation, digital.
   * @remarks Absent: unknown.
   */
  artifacts?: Code[];
  [member: string]: unknown;
}

/** What an educator asks before a minor goes to a workplace. */
export interface Safety {
  /**
   * Whether the work is hazardous for minors under labour law.
   * @remarks Absent: unknown.
   */
  hazardous?: "yes" | "no" | "unknown";
  /**
   * Safety training before the start.
   * @remarks Absent: unknown.
   */
  trainingRequired?: Title[];
  /**
   * Whether adults who work with the students are checked.
   * @remarks Absent: unknown.
   */
  backgroundCheckOfAdults?: "yes" | "no" | "unknown";
  /**
   * Whether an adult supervises minors at all times.
   * @remarks Absent: unknown.
   */
  minorsSupervised?: "yes" | "no" | "unknown";
  /**
   * Anything else, in plain text.
   * @remarks Absent: nothing to add.
   */
  note?: Text;
  [member: string]: unknown;
}

/** Days and times (schema.org Schedule). */
export interface Schedule {
  /**
   * First day.
   * @remarks Absent: unknown.
   */
  startDate?: CivilDate;
  /**
   * Last day, included.
   * @remarks Absent: unknown.
   */
  endDate?: CivilDate;
  /**
   * Days of the week.
   * @remarks Absent: unknown.
   */
  byDay?: ("Monday" | "Tuesday" | "Wednesday" | "Thursday" | "Friday" | "Saturday" | "Sunday")[];
  /**
   * When a day starts.
   * @remarks Absent: unknown.
   */
  startTime?: ClockTime;
  /**
   * When a day ends.
   * @remarks Absent: unknown.
   */
  endTime?: ClockTime;
  /**
   * IANA time zone of the times.
   * @remarks Absent: the feed's timeZone.
   */
  scheduleTimezone?: Title;
  /**
   * Parts of the school year or day, from vocabulary schedule-window.
   * @remarks Absent: unknown.
   */
  window?: ScheduleWindowCode[];
  /**
   * Whether days and times can be arranged around school.
   * @remarks Absent: unknown.
   */
  flexible?: boolean;
  /**
   * Anything else, in plain text.
   * @remarks Absent: nothing to add.
   */
  note?: Text;
  [member: string]: unknown;
}

/**
 * Plain text of at most 300 characters (Unicode code points).
 * @remarks Not empty. At most 300 characters.
 */
export type ShortText = string;

/** The version of the standard, `major.minor`; a reader of version 1 reads any `1.x`. */
export type SpecVersion = string;

/** Whether the activity is STEM: a claim with its evidence, not a mere flag. */
export interface Stem {
  /** The claim. */
  value: "yes" | "no" | "unknown";
  /**
   * The evidence.
   * @remarks Absent: none, which makes a weak claim.
   */
  basis?: StemBasis[];
  /**
   * Who made the claim.
   * @remarks Absent: the publisher.
   */
  assessedBy?: Iri;
  /**
   * When it was made.
   * @remarks Absent: unknown.
   */
  date?: CivilDate;
  [member: string]: unknown;
}

/** One piece of evidence for a STEM claim. */
export interface StemBasis {
  /** From vocabulary stem-evidence-scheme: soc, naics, cip, program or declared. */
  scheme: StemEvidenceSchemeCode;
  /**
   * The code in that scheme.
   * @remarks Absent: none given, which makes weak evidence.
   */
  code?: Title;
  /**
   * The list of STEM codes that was used.
   * @remarks Absent: unknown.
   */
  list?: Title;
  /**
   * Its version or date.
   * @remarks Absent: unknown.
   */
  listVersion?: Title;
  [member: string]: unknown;
}

/** Who guides the student. */
export interface Supervision {
  /**
   * Whether each student has a mentor.
   * @remarks Absent: unknown.
   */
  mentorProvided?: boolean;
  /**
   * Role of the supervisor; no name.
   * @remarks Absent: unknown.
   */
  supervisorRole?: Title;
  /**
   * Students for one mentor.
   * @remarks Absent: unknown.
   */
  studentsPerMentor?: Amount;
  /**
   * Whether a written work-based learning plan is made.
   * @remarks Absent: unknown.
   */
  learningPlan?: boolean;
  /**
   * The form of the plan.
   * @remarks Absent: unknown.
   */
  learningPlanUrl?: Url;
  /**
   * Whether students work in a team.
   * @remarks Absent: unknown.
   */
  teamBased?: boolean;
  [member: string]: unknown;
}

/**
 * Plain text, no markup, at least one character.
 * @remarks Not empty.
 */
export type Text = string;

/**
 * Plain text of at most 200 characters (Unicode code points).
 * @remarks Not empty. At most 200 characters.
 */
export type Title = string;

/** Training that comes with the activity. */
export interface Training {
  /**
   * Whether there is any.
   * @remarks Absent: unknown.
   */
  included?: boolean;
  /**
   * Hours of training.
   * @remarks Absent: unknown.
   */
  hours?: Amount;
  /**
   * What is taught.
   * @remarks Absent: unknown.
   */
  description?: Text;
  [member: string]: unknown;
}

/** The posting's texts in another language. */
export interface Translation {
  /** Language of these texts. */
  inLanguage: LanguageTag;
  /**
   * Title.
   * @remarks Absent: not translated.
   */
  title?: Title;
  /**
   * Summary.
   * @remarks Absent: not translated.
   */
  summary?: ShortText;
  /**
   * Description.
   * @remarks Absent: not translated.
   */
  description?: Text;
  /**
   * Page in that language.
   * @remarks Absent: none.
   */
  url?: Url;
  [member: string]: unknown;
}

/** Help with getting there, the barrier that programmes name most. */
export interface Transportation {
  /**
   * Whether the organizer provides transport.
   * @remarks Absent: unknown.
   */
  provided?: "yes" | "no" | "partial" | "unknown";
  /**
   * Whether public transit reaches the place at the times of the activity.
   * @remarks Absent: unknown.
   */
  transitAccessible?: boolean;
  /**
   * The nearest stops or lines.
   * @remarks Absent: unknown.
   */
  stops?: Title[];
  /**
   * Whether fares are paid back.
   * @remarks Absent: unknown.
   */
  reimbursed?: boolean;
  /**
   * Whether a carpool is arranged.
   * @remarks Absent: unknown.
   */
  carpool?: boolean;
  /**
   * Anything else, in plain text.
   * @remarks Absent: nothing to add.
   */
  note?: Text;
  [member: string]: unknown;
}

/**
 * An absolute http or https URL.
 * @remarks At most 2000 characters.
 */
export type Url = string;

/**
 * A URL, absolute or relative to the document that holds it (RFC 3986 section 4.1).
 * @remarks At most 2000 characters.
 */
export type UrlReference = string;

// feed.schema.json

/** A feed with its postings. */
export interface Feed {
  /** Always "DataFeed". */
  type: "DataFeed";
  /** Version of this standard. */
  specVersion: SpecVersion;
  /** Stable IRI of the feed; not its address, which may change. */
  id: Iri;
  /** Name for people. */
  name: Title;
  /** Who publishes the feed. */
  publisher: Organization;
  /** Licence of the postings, SPDX identifier or URL; there is no default. */
  license: License;
  /** IANA time zone in which civil dates are read, such as "America/New_York". */
  timeZone: Title;
  /** The newest change of content; not the time the file was written. */
  dateModified: Instant;
  /** complete: all postings are in this document; paged: in it and its pages; delta: only recent changes. */
  completeness: "complete" | "paged" | "delta";
  /**
   * Profiles that the feed follows.
   * @remarks Absent: the core alone.
   */
  profiles?: Iri[];
  /**
   * Page for people.
   * @remarks Absent: the publisher's url.
   */
  homePageUrl?: Url;
  /**
   * Address of this feed.
   * @remarks Absent: where it was fetched from.
   */
  feedUrl?: Url;
  /**
   * What the feed holds, in plain text.
   * @remarks Absent: nothing to add.
   */
  description?: Text;
  /**
   * Ids of feeds that this one takes the place of.
   * @remarks Absent: none.
   */
  supersedes?: Iri[];
  /**
   * How to credit the publisher.
   * @remarks Absent: the publisher's name.
   */
  attributionText?: ShortText;
  /**
   * Language of the postings (BCP 47).
   * @remarks Absent: unknown.
   */
  inLanguage?: LanguageTag;
  /**
   * Regions of all postings that state none.
   * @remarks Absent: unknown.
   */
  regions?: Code[];
  /**
   * Number that grows with each change of content.
   * @remarks Absent: use dateModified.
   */
  sequence?: Count;
  /**
   * Seconds before it is worth asking again.
   * @remarks Absent: 3600.
   */
  ttl?: Count;
  /**
   * Number of postings in the whole feed, all pages counted.
   * @remarks Absent: unknown.
   */
  totalItems?: Count;
  /**
   * SHA-256 over the canonical JSON (RFC 8785) of {items, tombstones} of the whole feed.
   * @remarks Absent: intactness cannot be proved.
   */
  digest?: Digest;
  /**
   * All further pages, in order, relative to this document.
   * @remarks Absent: none.
   */
  pages?: UrlReference[];
  /**
   * The feed in other formats.
   * @remarks Absent: none.
   */
  alternates?: Alternate[];
  /**
   * Newest page of the change log, relative to this document.
   * @remarks Absent: there is none.
   */
  changeLog?: UrlReference;
  /**
   * WebSub hub; polling stays enough.
   * @remarks Absent: none.
   */
  hub?: Url;
  /**
   * The deletion contract.
   * @remarks Absent: no promise about tombstones; absence speaks only in an intact, complete feed.
   */
  deletion?: Deletion;
  /**
   * When the feed ends for good.
   * @remarks Absent: no end is planned.
   */
  terminationDate?: Instant;
  /**
   * Where to report a fault.
   * @remarks Absent: write to the publisher.
   */
  issuesUrl?: Url;
  /**
   * Feeds that an aggregate was made from.
   * @remarks Absent: not an aggregate.
   */
  sources?: Source[];
  /**
   * Postings that are gone.
   * @remarks Absent: none.
   */
  tombstones?: Tombstone[];
  /**
   * Private terms, keyed by IRI.
   * @remarks Absent: none.
   */
  ext?: { [member: Iri]: unknown };
  /** The postings of this document. */
  items: Posting[];
  [member: string]: unknown;
}

/** The same feed in another format. */
export interface Alternate {
  /** Where it is. */
  url: UrlReference;
  /** Its media type. */
  type: MediaType;
  [member: string]: unknown;
}

/** What a consumer may conclude from absence (spec section 8). */
export interface Deletion {
  /** Every deletion from then on has a tombstone here; a consumer that last read before must resync in full. */
  tombstonesSince: Instant;
  [member: string]: unknown;
}

/** A feed that an aggregate was made from. It bears no times of crawling: those are in health files. */
export interface Source {
  /** Id of the source's feed. */
  feed: Iri;
  /**
   * Its name.
   * @remarks Absent: unknown.
   */
  name?: Title;
  /**
   * Home page of the source.
   * @remarks Absent: unknown.
   */
  url?: Url;
  /**
   * Where its feed is.
   * @remarks Absent: unknown.
   */
  feedUrl?: Url;
  /**
   * Its licence.
   * @remarks Absent: facts and link only.
   */
  license?: License;
  [member: string]: unknown;
}

/** Says that a posting is gone from this feed (schema.org dateDeleted; RFC 6721 deleted-entry). */
export interface Tombstone {
  /** Id of the posting that is gone. */
  id: Iri;
  /** When it went (RFC 6721 `when`). */
  dateDeleted: Instant;
  /**
   * From vocabulary tombstone-reason.
   * @remarks Absent: unknown.
   */
  reason?: TombstoneReasonCode;
  /**
   * Id of the posting that took its place.
   * @remarks Absent: none.
   */
  replacedBy?: Iri;
  [member: string]: unknown;
}

/** A further page of a paged feed. */
export interface FeedPage {
  /** Always "DataFeedPage". */
  type: "DataFeedPage";
  /** Version of this standard. */
  specVersion: SpecVersion;
  /** Id of the feed that the page belongs to. */
  feed: Iri;
  /** The postings of this page. */
  items: Posting[];
  [member: string]: unknown;
}

// changes.schema.json

/** A stretch of the log; once it has a next page it does not change, unless it is compacted. */
export interface ChangePage {
  /** Always "ChangePage". */
  type: "ChangePage";
  /** Version of this standard. */
  specVersion: SpecVersion;
  /** Id of the feed whose changes these are. */
  feed: Iri;
  /** The changes, by growing sequence. */
  changes: (Upsert | Delete)[];
  /**
   * The page before, relative to this one.
   * @remarks Absent: the log starts here.
   */
  previous?: UrlReference;
  /**
   * The page after.
   * @remarks Absent: this is the newest.
   */
  next?: UrlReference;
  /**
   * Greatest sequence of the compacted part of the log, to which this page belongs.
   * @remarks Absent: nothing was left out here.
   */
  compactedTo?: Count;
  [member: string]: unknown;
}

/** A posting that is gone. */
export interface Delete {
  /** Always "delete". */
  type: "delete";
  /** Place in the log; numbers may skip but never go back. */
  sequence: Count;
  /** What is gone and why. */
  tombstone: Tombstone;
  [member: string]: unknown;
}

/** A posting that is new or has changed. */
export interface Upsert {
  /** Always "upsert". */
  type: "upsert";
  /** Place in the log; numbers may skip but never go back. */
  sequence: Count;
  /** The posting, whole. */
  item: Posting;
  [member: string]: unknown;
}

// catalog.schema.json

/** A list of feeds (schema.org DataCatalog). */
export interface Catalog {
  /** Always "DataCatalog". */
  type: "DataCatalog";
  /** Version of this standard. */
  specVersion: SpecVersion;
  /** The feeds. */
  feeds: CatalogEntry[];
  /**
   * Newest change of the list.
   * @remarks Absent: unknown.
   */
  dateModified?: Instant;
  [member: string]: unknown;
}

/** A feed in the catalogue. */
export interface CatalogEntry {
  /** Id of the feed. */
  id: Iri;
  /** Its name. */
  name: Title;
  /** Its addresses, the best first. */
  distributions: Distribution[];
  /**
   * Its licence.
   * @remarks Absent: see the feed.
   */
  license?: License;
  /**
   * Who publishes it.
   * @remarks Absent: see the feed.
   */
  publisher?: Organization;
  /**
   * Regions it covers.
   * @remarks Absent: unknown.
   */
  regions?: Code[];
  /**
   * Its language.
   * @remarks Absent: see the feed.
   */
  inLanguage?: LanguageTag;
  /**
   * Whether it is in use.
   * @remarks Absent: active.
   */
  status?: "active" | "development" | "deprecated";
  /**
   * Page for people.
   * @remarks Absent: unknown.
   */
  homePageUrl?: Url;
  [member: string]: unknown;
}

/** One address of a feed (schema.org DataDownload). */
export interface Distribution {
  /** Where it is, absolute or relative to the catalogue. */
  url: UrlReference;
  /** Its media type. */
  type: MediaType;
  [member: string]: unknown;
}

// certificate.schema.json

/** States that a feed, as it was at one moment, satisfied the standard. It speaks of the content with this digest and of no later one; anybody can make it again. */
export interface Certificate {
  type: "Certificate";
  standard: "https://w3id.org/wbl-feed/v1/";
  specVersion: SpecVersion;
  feed: Iri;
  name: Title;
  /** @remarks Absent: the feed does not say. */
  feedUrl?: Url;
  /** Profiles that it was checked against. */
  profiles: {
    id: Iri;
    version: string;
    [member: string]: unknown;
  }[];
  dateIssued: Instant;
  /**
   * Program and version.
   * @remarks Not empty.
   */
  validator: string;
  dateModified: Instant;
  digest: Digest;
  /** @remarks A whole number. At least 0. */
  postings: number;
  /** @remarks A whole number. At least 1. */
  documents: number;
  /** Findings that did not make it fail, by severity. */
  findings: {
    /** @remarks A whole number. At least 0. */
    error: number;
    /** @remarks A whole number. At least 0. */
    warning: number;
    /** @remarks A whole number. At least 0. */
    info: number;
    [member: string]: unknown;
  };
  [member: string]: unknown;
}

// migration.schema.json

/** What brings a document from one version of the standard to a later one. Steps are taken in order; each does nothing where it finds nothing to do, so that taking them twice is taking them once. */
export interface Migration {
  /**
   * This schema, for editors.
   * @remarks Absent: this schema.
   */
  $schema?: "https://w3id.org/wbl-feed/v1/migration.schema.json";
  /** The version before. */
  from: MigrationVersion;
  /** The version after, a later one. */
  to: MigrationVersion;
  /**
   * What it is, for people.
   * @remarks Absent: nothing to add.
   */
  title?: MigrationText;
  /** What is done, in order. */
  steps: MigrationStep[];
}

/**
 * Plain text of at least one character.
 * @remarks Not empty.
 */
export type MigrationText = string;

/** `major.minor`. */
export type MigrationVersion = string;

/** JSON Pointer (RFC 6901) in which `*` stands for every element of a list. */
export type MigrationPointer = string;

/** One change. */
export type MigrationStep = MigrationMove | MigrationCopy | MigrationRemove | MigrationAdd | MigrationRecode;

/** A member gets another place. Where that is taken by another value, both stay. Only to a new major version. */
export interface MigrationMove {
  op: "move";
  /** What the step works on: each posting or tombstone, wherever it stands, or the members of a document of one kind. */
  on: "posting" | "tombstone" | "feed" | "page" | "changes" | "catalog";
  /** Where, from the object that `on` names. */
  path: MigrationPointer;
  /** The new place, with as many `*` as the path; objects on the way are made. */
  to: MigrationPointer;
  /** Why, in a sentence for people. */
  why: MigrationText;
}

/** A member is written at a second place too, unless something stands there. */
export interface MigrationCopy {
  op: "copy";
  /** What the step works on: each posting or tombstone, wherever it stands, or the members of a document of one kind. */
  on: "posting" | "tombstone" | "feed" | "page" | "changes" | "catalog";
  /** Where, from the object that `on` names. */
  path: MigrationPointer;
  /** The new place, with as many `*` as the path; objects on the way are made. */
  to: MigrationPointer;
  /** Why, in a sentence for people. */
  why: MigrationText;
}

/** A member is taken away. Only to a new major version. */
export interface MigrationRemove {
  op: "remove";
  /** What the step works on: each posting or tombstone, wherever it stands, or the members of a document of one kind. */
  on: "posting" | "tombstone" | "feed" | "page" | "changes" | "catalog";
  /** Where, from the object that `on` names. */
  path: MigrationPointer;
  /** Why, in a sentence for people. */
  why: MigrationText;
}

/** A member gets a value where it has none. */
export interface MigrationAdd {
  op: "add";
  /** What the step works on: each posting or tombstone, wherever it stands, or the members of a document of one kind. */
  on: "posting" | "tombstone" | "feed" | "page" | "changes" | "catalog";
  /** Where, from the object that `on` names. */
  path: MigrationPointer;
  /** The value, any JSON but null. */
  value: unknown;
  /** Why, in a sentence for people. */
  why: MigrationText;
}

/** Codes are replaced; all others stay. In a list no code comes twice by it. */
export interface MigrationRecode {
  op: "recode";
  /** What the step works on: each posting or tombstone, wherever it stands, or the members of a document of one kind. */
  on: "posting" | "tombstone" | "feed" | "page" | "changes" | "catalog";
  /** Where, from the object that `on` names. */
  path: MigrationPointer;
  /** The old codes with the new ones. */
  codes: { [member: string]: string };
  /** Why, in a sentence for people. */
  why: MigrationText;
}

// profile.schema.json

/** What one state or network adds to the standard. It is data, never code. Which unknown keys are ignored is said in section 22.1. */
export interface Profile {
  $schema: "https://w3id.org/wbl-feed/v1/profile.schema.json";
  /**
   * IRI of the profile, which feeds name in `profiles`. It is a name and need not resolve. The names of its schemas are this IRI, a slash, and the file name.
   * @remarks At most 1000 characters.
   */
  id: string;
  /** Short name, and name of its folder. */
  name: ProfileWord;
  /** Version of the profile, `major.minor`. */
  version: string;
  /** Version of the standard that the profile adds to. */
  specVersion: string;
  title: ProfileText;
  description: ProfileText;
  /** Who decides about the profile. */
  keeper: ProfileText;
  /**
   * Prefixes of codes that belong to this profile alone.
   * @remarks Not empty.
   */
  prefixes: ProfileWord[];
  vocabularies: {
    /** File of the vocabulary, from the folder of the profile. It satisfies vocabulary.schema.json, and each of its codes has one of the prefixes. */
    file: string;
    /**
     * Further members that take these codes, besides the `field` of the file.
     * @remarks Not empty.
     */
    alsoIn?: ProfilePointer[];
    [member: string]: unknown;
  }[];
  limits: {
    /** @remarks Absent: no minimum wage is known. */
    minimumWage?: ProfileWage;
    /** @remarks Not empty. Absent: no limits for minors are known. */
    minors?: ProfileMinorLimit[];
    [member: string]: unknown;
  };
  rules: ProfileRule[];
  [member: string]: unknown;
}

/** @remarks Not empty. */
export type ProfileText = string;

/** Lower-case ASCII words joined with hyphens. */
export type ProfileWord = string;

/** JSON Pointer (RFC 6901) from the root of a posting. In `alsoIn` a `*` stands for any array index. */
export type ProfilePointer = string;

export type ProfileCivilDate = string;

export type ProfileClockTime = string;

/** A JSON Schema 2020-12. It may refer to the schemas of the standard and to nothing else. */
export type ProfileSchema = { [member: string]: unknown } | boolean;

/** Where a statement comes from, the day somebody last looked, and whether the source was read and says it. */
export interface ProfileOrigin {
  /** A statute by its section, or a document with the words that are relied on. */
  source: ProfileText;
  /** Day on which the statement was last looked at. */
  checked: ProfileCivilDate;
  /** True if the source itself was read and says so; false if it is written from memory, and a person has still to look. */
  verified: boolean;
  [member: string]: unknown;
}

export interface ProfileWage extends ProfileOrigin {
  amount: number;
  currency: string;
  unitText: "HOUR";
  /** @remarks Absent: nothing to add. */
  note?: ProfileText;
  [member: string]: unknown;
}

/**
 * What holds for students whose age lies between two ages, both included.
 * @remarks At least one of hoursPerWeek, hoursPerDay, earliest, latest.
 */
export interface ProfileMinorLimit extends ProfileOrigin {
  /** @remarks A whole number. From 0 to 17. */
  minimumAge: number;
  /** @remarks A whole number. From 0 to 17. */
  maximumAge: number;
  /** school-year: while school is in session; summer: in the summer holidays; any: at all times. The exact days are in `note`. */
  season: "school-year" | "summer" | "any";
  /** @remarks Absent: no limit is known. */
  hoursPerWeek?: number;
  /** @remarks Absent: no limit is known. */
  hoursPerDay?: number;
  /**
   * Not before this time of day.
   * @remarks Absent: no limit is known.
   */
  earliest?: ProfileClockTime;
  /**
   * Not after this time of day.
   * @remarks Absent: no limit is known.
   */
  latest?: ProfileClockTime;
  /**
   * The exact days, and exceptions, in plain text.
   * @remarks Absent: nothing to add.
   */
  note?: ProfileText;
  [member: string]: unknown;
}

/** @remarks At least one of then, within. */
export interface ProfileRule extends ProfileOrigin {
  /**
   * Code of the finding: the name of the profile with underscores, and more words.
   * @remarks At most 100 characters.
   */
  code: string;
  severity: "error" | "warning" | "info";
  category: "conformance" | "quality" | "safety";
  /** Section of the standard that the finding rests on, as a rule 22. */
  section: string;
  /** Where in the posting the finding is shown. */
  pointer: ProfilePointer;
  /** The postings that the rule is about. */
  when: ProfileSchema;
  /**
   * What holds for them.
   * @remarks Absent: true.
   */
  then?: ProfileSchema;
  /**
   * A civil date of theirs that is not older than so many days on the day of the check. A date that is not there keeps the rule.
   * @remarks Absent: no date is looked at.
   */
  within?: {
    pointer: ProfilePointer;
    /** @remarks A whole number. From 0 to 36600. */
    days: number;
    [member: string]: unknown;
  };
  /** What is wrong, in one sentence. {found} stands for the value at `pointer`, {expected} for `replacement`, {pointer} for the place; other braces stand for themselves. */
  says: ProfileText;
  /** How to mend it, in one sentence, with the same words in braces. */
  mend: ProfileText;
  /**
   * The one JSON value that may stand at `pointer` instead.
   * @remarks Absent: there is none, or more than one.
   */
  replacement?: unknown;
  [member: string]: unknown;
}

// report.schema.json

/** What a validator says about the feeds at one place, as `wbl validate --json` prints it. Members may be added; none is ever null. */
export interface Report {
  /** Whether every feed is valid. */
  valid: boolean;
  /** What the way to the feeds showed, such as a catalogue that gives another id. */
  notices: ReportNotice[];
  feeds: ReportReport[];
  [member: string]: unknown;
}

export type ReportNoticeCode = string;

/** One finding: what was found, where, and how to mend it (section 2.3). */
export interface ReportNotice {
  code: ReportNoticeCode;
  /** error breaks a MUST, warning a SHOULD, info nothing. */
  severity: "error" | "warning" | "info";
  /** Only an error of category conformance makes a feed fail. */
  category: "conformance" | "quality" | "safety";
  /** Section of the specification that it rests on. */
  section: string;
  /**
   * The finding in one sentence.
   * @remarks Not empty.
   */
  message: string;
  /**
   * How to mend it.
   * @remarks Not empty.
   */
  fix: string;
  /**
   * The value that was found, shortened for people.
   * @remarks Absent: nothing to show.
   */
  found?: string;
  /**
   * What was expected instead.
   * @remarks Absent: see fix.
   */
  expected?: string;
  /**
   * A JSON value that may stand at the pointer: what was most likely meant, or what can be reckoned.
   * @remarks Absent: none known.
   */
  replacement?: unknown;
  /**
   * A JSON value that would be valid at the pointer, and nothing more.
   * @remarks Absent: see fix.
   */
  example?: unknown;
  /**
   * JSON Pointer (RFC 6901) into the feed; that of an item on a page begins with the page, such as /pages/0/items/3.
   * @remarks Absent: the whole document.
   */
  pointer?: string;
  /**
   * Id of the posting, which is the id of the Atom entry too.
   * @remarks Absent: not about one posting.
   */
  posting?: string;
  /**
   * Where a person finds it, such as a line or a row.
   * @remarks Absent: see pointer.
   */
  place?: string;
  [member: string]: unknown;
}

/** The report on one feed. */
export interface ReportReport {
  /** Whether no MUST is broken. */
  valid: boolean;
  /** json, atom, foreign, json-feed, schema-org, csv or unknown. */
  format: string;
  /**
   * Where the first document was.
   * @remarks Absent: standard input.
   */
  address?: string;
  /**
   * How the feed was found, for people.
   * @remarks Absent: as named.
   */
  found?: string;
  /**
   * Id of the feed.
   * @remarks Absent: not to be read.
   */
  feed?: string;
  /**
   * Name of the feed.
   * @remarks Absent: not to be read.
   */
  name?: string;
  /**
   * Version that the feed follows.
   * @remarks Absent: not to be read.
   */
  specVersion?: string;
  /** @remarks Absent: the feed was not read whole. */
  digest?: Digest;
  /**
   * Why a document without a failing finding is not valid, such as a projection without an envelope.
   * @remarks Absent: it is valid, or a finding says why not.
   */
  reason?: string;
  /** Profiles that it was checked against. */
  profiles: Iri[];
  at: Instant;
  /** Program and version. */
  validator: string;
  /**
   * Documents that were read, pages included.
   * @remarks A whole number. At least 0.
   */
  documents: number;
  /**
   * Items that pass.
   * @remarks A whole number. At least 0.
   */
  postings: number;
  /**
   * Items that do not.
   * @remarks A whole number. At least 0.
   */
  refused: number;
  /**
   * Findings of severity error, of every category.
   * @remarks A whole number. At least 0.
   */
  errors: number;
  /** @remarks A whole number. At least 0. */
  warnings: number;
  /** @remarks A whole number. At least 0. */
  infos: number;
  /** How often each code was found. */
  counts: { [member: ReportNoticeCode]: number };
  /** The findings; of one code at most the first 200. */
  notices: ReportNotice[];
  /**
   * With an earlier copy: the codes that are found more or less often than in it.
   * @remarks Absent: no earlier copy was given.
   */
  changes?: { [member: ReportNoticeCode]: {
    /** @remarks A whole number. At least 0. */
    before: number;
    /** @remarks A whole number. At least 0. */
    now: number;
    [member: string]: unknown;
  } };
  [member: string]: unknown;
}

// vocabulary.schema.json

/** One list of codes: those of the core, or those a profile adds. Unknown keys are allowed and ignored. */
export interface Vocabulary {
  $schema: "https://w3id.org/wbl-feed/v1/vocabulary.schema.json";
  /** IRI of the vocabulary. It is a name and need not resolve. */
  id: string;
  /** File name without its extension. */
  name: VocabularyWord;
  /** Name of the vocabulary, in English. */
  title: VocabularyText;
  /** Heading that a page puts over the codes, by BCP 47 language tag; `en` repeats the title. Absent: the title. */
  titleLabel?: VocabularyLabel;
  /** What the codes say, and what the absence of the field means. */
  description: VocabularyText;
  /** JSON Pointer of the field that takes the codes, from the root of a posting (of the feed, for tombstones). A `*` stands for any array index; where the field is an array, each of its elements takes a code. */
  field: string;
  /** Which languages of the labels somebody who speaks them has read through. Together the two lists name each language in which the file has labels, and none twice. Absent: nothing is known of it. */
  labelReview?: {
    /** A speaker has read every label of the file in these languages. English is the editors' own. */
    reviewed: VocabularyLanguages;
    /** Labels to be shown, and to be corrected: nobody who speaks the language has answered for them. */
    needsReview: VocabularyLanguages;
    [member: string]: unknown;
  };
  /** @remarks Not empty. */
  terms: VocabularyTerm[];
  [member: string]: unknown;
}

/** @remarks Not empty. */
export type VocabularyText = string;

/** BCP 47 language tag. */
export type VocabularyLanguageTag = string;

export type VocabularyLanguages = VocabularyLanguageTag[];

/** A text for people, by language. */
export interface VocabularyLabel {
  en: VocabularyText;
  [member: VocabularyLanguageTag]: VocabularyText;
}

/** Lower-case ASCII words joined with hyphens. */
export type VocabularyWord = string;

/** A core code, or `prefix:code` of a profile. */
export type VocabularyCode = string;

export type VocabularyCedsCode =
  | "Apprenticeship"
  | "ClinicalWork"
  | "CooperativeEducation"
  | "JobShadowing"
  | "Mentorship"
  | "NonPaidInternship"
  | "OnTheJob"
  | "PaidInternship"
  | "ServiceLearning"
  | "SupervisedAgricultural"
  | "UnpaidInternship"
  | "Entrepreneurship"
  | "SchoolBasedEnterprise"
  | "SimulatedWorksite"
  | "Other";

/** @remarks A whole number. From 6 to 12. */
export type VocabularyGrade = number;

export interface VocabularyTerm {
  code: VocabularyCode;
  /** Name for people, by BCP 47 language tag. In a file of this standard it has each language of `everyLanguage`; elsewhere it has at least `en`. */
  label: VocabularyLabel;
  definition: VocabularyText;
  /** Where the term comes from. */
  source: VocabularyText;
  /** `false` where the editors could not check the term against its source. Absent: nothing is said against it. */
  verified?: boolean;
  /**
   * Organizations that house or run what the term names. Absent: not stated.
   * @remarks Not empty.
   */
  host?: VocabularyText[];
  /**
   * Codes of the core near to this one in meaning, and not the same (SKOS closeMatch). Absent: not stated.
   * @remarks Not empty.
   */
  closeMatch?: VocabularyWord[];
  /**
   * Phrases people write for the term, in lower case. No phrase stands under two codes of one vocabulary.
   * @remarks Not empty.
   */
  synonyms?: VocabularyText[];
  /** Code of the career-stage vocabulary. */
  careerStage?: VocabularyCode;
  /** CEDS Work-based Learning Opportunity Type (TermId 20471), or one such code for each compensation status that decides it. */
  ceds?: VocabularyCedsCode | { [Member in "paid" | "unpaid" | "stipend" | "varies" | "unknown"]?: VocabularyCedsCode };
  /** Whether the activity is counted as work-based learning. */
  workBasedLearning?: boolean;
  /** School grades in which the stage usually falls, both included. */
  grades?: {
    min: VocabularyGrade;
    max: VocabularyGrade;
    [member: string]: unknown;
  };
  /** Present once the term should no longer be written; readers go on accepting it. */
  deprecated?: {
    /** Version of the standard. */
    since: string;
    note: VocabularyText;
    replacedBy?: VocabularyCode;
    [member: string]: unknown;
  };
  [member: string]: unknown;
}

// vocabulary/*.json

/** A code of the vocabulary activity-type, or another {@link Code}: of a profile, or an IRI. */
export type ActivityTypeCode =
  | "interest-inventory"
  | "skills-activity"
  | "self-awareness-activity"
  | "career-speaker"
  | "presentation"
  | "career-information"
  | "career-interest-inventory"
  | "career-search-report"
  | "career-day"
  | "career-fair"
  | "facility-visit"
  | "informational-interview"
  | "job-shadow"
  | "skills-portfolio"
  | "community-service"
  | "service-learning"
  | "career-club-leadership"
  | "contextual-learning"
  | "coursework"
  | "labor-market-information"
  | "mentorship"
  | "team-mentorship"
  | "research-project"
  | "capstone"
  | "simulation"
  | "school-based-enterprise"
  | "entrepreneurial-enterprise"
  | "part-time-employment"
  | "credit-bearing-wbl"
  | "clinical-experience"
  | "internship"
  | "co-op"
  | "pre-apprenticeship"
  | "apprenticeship"
  | "other"
  | "unspecified"
  | (Code & {});

/** A code of the vocabulary applicant, or another {@link Code}: of a profile, or an IRI. */
export type ApplicantCode =
  | "student"
  | "school"
  | "family"
  | (Code & {});

/** A code of the vocabulary apply-method, or another {@link Code}: of a profile, or an IRI. */
export type ApplyMethodCode =
  | "url"
  | "email"
  | "phone"
  | "mail"
  | "in-person"
  | "school-coordinator"
  | (Code & {});

/** A code of the vocabulary career-stage, or another {@link Code}: of a profile, or an IRI. */
export type CareerStageCode =
  | "self-discovery"
  | "career-awareness"
  | "career-exploration"
  | "career-immersion"
  | (Code & {});

/** A code of the vocabulary compensation-payer, or another {@link Code}: of a profile, or an IRI. */
export type CompensationPayerCode =
  | "employer"
  | "subsidy"
  | "shared"
  | "program"
  | "school"
  | "other"
  | (Code & {});

/** A code of the vocabulary compensation-status, or another {@link Code}: of a profile, or an IRI. */
export type CompensationStatusCode =
  | "paid"
  | "stipend"
  | "unpaid"
  | "varies"
  | "unknown"
  | (Code & {});

/** A code of the vocabulary priority-population, or another {@link Code}: of a profile, or an IRI. */
export type PriorityPopulationCode =
  | "low-income"
  | "high-youth-unemployment-area"
  | "rural"
  | "underrepresented-in-stem"
  | "girls-and-young-women"
  | "first-generation"
  | "english-learner"
  | "students-with-disabilities"
  | (Code & {});

/** A code of the vocabulary provenance-method, or another {@link Code}: of a profile, or an IRI. */
export type ProvenanceMethodCode =
  | "authored"
  | "imported"
  | "converted"
  | (Code & {});

/** A code of the vocabulary schedule-window, or another {@link Code}: of a profile, or an IRI. */
export type ScheduleWindowCode =
  | "school-day"
  | "after-school"
  | "evening"
  | "weekend"
  | "school-vacation"
  | "summer"
  | "academic-year"
  | (Code & {});

/** A code of the vocabulary site-type, or another {@link Code}: of a profile, or an IRI. */
export type SiteTypeCode =
  | "employer"
  | "school"
  | "college-lab"
  | "field"
  | "virtual"
  | (Code & {});

/** A code of the vocabulary stem-evidence-scheme, or another {@link Code}: of a profile, or an IRI. */
export type StemEvidenceSchemeCode =
  | "soc"
  | "naics"
  | "cip"
  | "program"
  | "declared"
  | (Code & {});

/** A code of the vocabulary tombstone-reason, or another {@link Code}: of a profile, or an IRI. */
export type TombstoneReasonCode =
  | "filled"
  | "closed"
  | "withdrawn"
  | "expired"
  | "merged"
  | "moved"
  | "error"
  | "rights"
  | (Code & {});

/** A code of the vocabulary work-mode, or another {@link Code}: of a profile, or an IRI. */
export type WorkModeCode =
  | "onsite"
  | "hybrid"
  | "remote"
  | (Code & {});

// For those who want misspelt members found

/**
 * The same type without room for unknown members, so that misspelt ones are found: reading `posting.titel` of a
 * `Known<Posting>` is refused, and writing `{ titel: "..." } satisfies Known<Posting>` too. Without it such a member
 * is `unknown` and passes. Codes stay open: a misspelt code is found by a validator alone.
 */
export type Known<T> = T extends readonly (infer Item)[]
  ? Known<Item>[]
  : T extends object
    ? [NamedMember<T>] extends [never]
      ? T
      : { [Member in keyof T as string extends Member ? (unknown extends T[Member] ? never : Member) : Member]: Known<T[Member]> }
    : T;

/** The members of a type that the standard knows. */
export type NamedMember<T> = keyof {
  [Member in keyof T as string extends Member ? (unknown extends T[Member] ? never : Member) : Member]: unknown;
};
