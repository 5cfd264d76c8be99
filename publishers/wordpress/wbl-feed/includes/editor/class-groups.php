<?php
/**
 * What the panel asks, in words for people: what it is, when, who offers it and where, pay, and who can take part.
 *
 * @package WblFeed
 */

namespace WblFeed\Editor;

defined( 'ABSPATH' ) || exit;

/**
 * The groups of the panel in the order in which people think. A field is an array of its label, its help and an example
 * of what to write; a list of objects has two words for one row in place of the example. Kinds and choices are not said
 * here, they come from the schema and the vocabularies.
 */
final class Groups {

	/**
	 * All groups: title, and fields by the pointer of their member of the posting. A `*` stands for the number of a row.
	 */
	public static function all(): array {
		return array(
			array( __( 'What it is', 'wbl-feed' ), self::what() ),
			array( __( 'Dates', 'wbl-feed' ), self::dates() ),
			array( __( 'Who offers it', 'wbl-feed' ), self::who() ),
			array( __( 'Where, and how to get there', 'wbl-feed' ), self::where() ),
			array( __( 'When, and how long', 'wbl-feed' ), self::when() ),
			array( __( 'Pay and costs', 'wbl-feed' ), self::pay() ),
			array( __( 'Who can take part', 'wbl-feed' ), self::eligibility() ),
			array( __( 'Safety and support', 'wbl-feed' ), Groups_Of_Schools::safety() ),
			array( __( 'Learning', 'wbl-feed' ), Groups_Of_Schools::learning() ),
			array( __( 'How to apply', 'wbl-feed' ), Groups_Of_Schools::apply() ),
			array( __( 'STEM, occupations and skills', 'wbl-feed' ), Groups_Of_Schools::stem() ),
			array( __( 'Programs and regions', 'wbl-feed' ), Groups_Of_Schools::programs() ),
			array( __( 'Other languages, files and numbers', 'wbl-feed' ), Groups_Of_Schools::files() ),
			array( __( 'License of this one posting', 'wbl-feed' ), Groups_Of_Schools::license() ),
		);
	}

	/**
	 * What it is.
	 */
	private static function what(): array {
		return array(
			'/activityType'  => array( __( 'Type of activity', 'wbl-feed' ), __( 'Choose “Unspecified” if you do not know, and “Other” if no type fits.', 'wbl-feed' ), '' ),
			'/status'        => array( __( 'Status', 'wbl-feed' ), __( 'Whether students can apply now.', 'wbl-feed' ), '' ),
			'/totalOpenings' => array( __( 'Number of places', 'wbl-feed' ), __( 'How many students can take part.', 'wbl-feed' ), '4' ),
			'/careerStage'   => array( __( 'Career stage', 'wbl-feed' ), __( 'Only where it is not the usual stage of this type of activity.', 'wbl-feed' ), '' ),
		);
	}

	/**
	 * Dates.
	 */
	private static function dates(): array {
		return array(
			'/applicationDeadline'  => array( __( 'Deadline', 'wbl-feed' ), __( 'The last day on which students can apply. Without a time, the whole day counts.', 'wbl-feed' ), '2027-03-01' ),
			'/rolling'              => array( __( 'Open until filled', 'wbl-feed' ), __( 'Yes if applications are taken until all places are filled.', 'wbl-feed' ), '' ),
			'/applicationStartDate' => array( __( 'Applications open', 'wbl-feed' ), __( 'The first day on which students can apply. Leave it empty if they can apply now.', 'wbl-feed' ), '2026-11-09' ),
			'/lastVerified'         => array( __( 'Last verified', 'wbl-feed' ), __( 'The day on which somebody last made sure that all this is true.', 'wbl-feed' ), '2026-11-18' ),
			'/validThrough'         => array( __( 'Show until', 'wbl-feed' ), __( 'The last day on which the posting holds. Leave it empty if that is the deadline.', 'wbl-feed' ), '2027-07-05' ),
			'/datePosted'           => array( __( 'First published', 'wbl-feed' ), __( 'Only if it was published elsewhere before. Leave it empty otherwise.', 'wbl-feed' ), '2026-11-02' ),
		);
	}

	/**
	 * Who offers it.
	 */
	private static function who(): array {
		return array(
			'/hiringOrganization/name'        => array( __( 'Employer or host', 'wbl-feed' ), __( 'The organization where students will be.', 'wbl-feed' ), __( 'Bay Shellfish', 'wbl-feed' ) ),
			'/hiringOrganization/url'         => array( __( 'Website of the employer', 'wbl-feed' ), '', 'https://bayshellfish.example/' ),
			'/hiringOrganization/description' => array( __( 'What the employer does', 'wbl-feed' ), __( 'A sentence or two.', 'wbl-feed' ), __( 'A hatchery owned by its growers.', 'wbl-feed' ) ),
			'/hiringOrganization/email'       => array( __( 'Email of the employer', 'wbl-feed' ), __( 'An address of the office, not of one person.', 'wbl-feed' ), 'internships@bayshellfish.example' ),
			'/provider/name'                  => array( __( 'Organizer, if another', 'wbl-feed' ), __( 'Who runs the program, if it is not the employer.', 'wbl-feed' ), __( 'Harbor STEM Network', 'wbl-feed' ) ),
			'/provider/url'                   => array( __( 'Website of the organizer', 'wbl-feed' ), '', 'https://harbor-stem.example/' ),
			'/provider/description'           => array( __( 'What the organizer does', 'wbl-feed' ), '', '' ),
			'/provider/email'                 => array( __( 'Email of the organizer', 'wbl-feed' ), __( 'An address of the office, not of one person.', 'wbl-feed' ), 'office@harbor-stem.example' ),
			'/applicationContact/name'        => array( __( 'Whom to ask', 'wbl-feed' ), __( 'An office or a role rather than a person, and never a student.', 'wbl-feed' ), __( 'Internship office', 'wbl-feed' ) ),
			'/applicationContact/contactType' => array( __( 'Role of the contact', 'wbl-feed' ), '', __( 'internship coordinator', 'wbl-feed' ) ),
			'/applicationContact/email'       => array( __( 'Email for questions', 'wbl-feed' ), __( 'It will be public.', 'wbl-feed' ), 'internships@harbor-stem.example' ),
			'/applicationContact/telephone'   => array( __( 'Phone for questions', 'wbl-feed' ), __( 'It will be public.', 'wbl-feed' ), '+1 508 555 0100' ),
		);
	}

	/**
	 * Where, and how to get there.
	 */
	private static function where(): array {
		return array(
			'/workMode'                              => array( __( 'On site or online', 'wbl-feed' ), '', '' ),
			'/siteType'                              => array( __( 'Kind of place', 'wbl-feed' ), '', '' ),
			'/jobLocation'                           => array( __( 'Places', 'wbl-feed' ), __( 'Several places mean that all of them take part. The town alone is enough.', 'wbl-feed' ), array( __( 'Place', 'wbl-feed' ), __( 'Add a place', 'wbl-feed' ) ) ),
			'/jobLocation/*/name'                    => array( __( 'Name of the place', 'wbl-feed' ), '', __( 'Wellfleet hatchery', 'wbl-feed' ) ),
			'/jobLocation/*/address/streetAddress'   => array( __( 'Street and number', 'wbl-feed' ), '', __( '12 Shore Road', 'wbl-feed' ) ),
			'/jobLocation/*/address/addressLocality' => array( __( 'City or town', 'wbl-feed' ), '', __( 'Wellfleet', 'wbl-feed' ) ),
			'/jobLocation/*/address/addressRegion'   => array( __( 'State', 'wbl-feed' ), '', 'MA' ),
			'/jobLocation/*/address/postalCode'      => array( __( 'ZIP code', 'wbl-feed' ), '', '02667' ),
			'/jobLocation/*/address/addressCountry'  => array( __( 'Country', 'wbl-feed' ), __( 'Two letters.', 'wbl-feed' ), 'US' ),
			'/jobLocation/*/geo/latitude'            => array( __( 'Latitude', 'wbl-feed' ), __( 'Degrees north, with the longitude. Maps show it; it may stay empty.', 'wbl-feed' ), '41.93' ),
			'/jobLocation/*/geo/longitude'           => array( __( 'Longitude', 'wbl-feed' ), __( 'Degrees east; in America it begins with a minus sign.', 'wbl-feed' ), '-70.03' ),
			'/transportation/provided'               => array( __( 'Transport', 'wbl-feed' ), __( 'Whether the organizer brings students there.', 'wbl-feed' ), '' ),
			'/transportation/transitAccessible'      => array( __( 'Reached by bus or train', 'wbl-feed' ), __( 'Whether public transit runs at the times of the activity.', 'wbl-feed' ), '' ),
			'/transportation/stops'                  => array( __( 'Nearest stops or lines', 'wbl-feed' ), '', __( 'Barnstable Village, route 8', 'wbl-feed' ) ),
			'/transportation/reimbursed'             => array( __( 'Fares are paid back', 'wbl-feed' ), '', '' ),
			'/transportation/carpool'                => array( __( 'Carpool', 'wbl-feed' ), __( 'Whether a carpool is arranged.', 'wbl-feed' ), '' ),
			'/transportation/note'                   => array( __( 'More about getting there', 'wbl-feed' ), '', __( 'A van leaves the high school at 8:15.', 'wbl-feed' ) ),
			'/accessibility/features'                => array( __( 'Accessibility features', 'wbl-feed' ), __( 'Codes or web addresses of features that are there. Most people write words instead.', 'wbl-feed' ), '' ),
			'/accessibility/note'                    => array( __( 'Accessibility, in words', 'wbl-feed' ), __( 'How people with disabilities can take part, and whom to ask.', 'wbl-feed' ), __( 'The hall has a ramp. Ask the office about accommodations.', 'wbl-feed' ) ),
			'/applicantLocationRequirements'         => array( __( 'Where applicants must come from', 'wbl-feed' ), __( 'Leave it empty if students from anywhere can apply, or if you do not know.', 'wbl-feed' ), array( __( 'Area', 'wbl-feed' ), __( 'Add an area', 'wbl-feed' ) ) ),
			'/applicantLocationRequirements/*/name'  => array( __( 'Town, county or district', 'wbl-feed' ), '', __( 'Barnstable County', 'wbl-feed' ) ),
		);
	}

	/**
	 * When, and how long.
	 */
	private static function when(): array {
		return array(
			'/schedule/startDate'        => array( __( 'First day', 'wbl-feed' ), '', '2027-06-28' ),
			'/schedule/endDate'          => array( __( 'Last day', 'wbl-feed' ), '', '2027-08-06' ),
			'/schedule/window'           => array( __( 'Time of the day or year', 'wbl-feed' ), '', '' ),
			'/schedule/byDay'            => array( __( 'Days of the week', 'wbl-feed' ), '', '' ),
			'/schedule/startTime'        => array( __( 'A day starts at', 'wbl-feed' ), '', '09:00' ),
			'/schedule/endTime'          => array( __( 'A day ends at', 'wbl-feed' ), '', '15:30' ),
			'/schedule/scheduleTimezone' => array( __( 'Time zone of these times', 'wbl-feed' ), __( 'Only if it is not the time zone of this site.', 'wbl-feed' ), 'America/New_York' ),
			'/schedule/flexible'         => array( __( 'Flexible times', 'wbl-feed' ), __( 'Whether days and times can be arranged around school.', 'wbl-feed' ), '' ),
			'/hoursPerWeek/minValue'     => array( __( 'Hours per week, at least', 'wbl-feed' ), '', '20' ),
			'/hoursPerWeek/maxValue'     => array( __( 'Hours per week, at most', 'wbl-feed' ), __( 'The same number again if it is always so many.', 'wbl-feed' ), '25' ),
			'/totalHours/minValue'       => array( __( 'Hours in all, at least', 'wbl-feed' ), '', '120' ),
			'/totalHours/maxValue'       => array( __( 'Hours in all, at most', 'wbl-feed' ), '', '150' ),
			'/duration'                  => array( __( 'Length', 'wbl-feed' ), __( 'From the first day to the last.', 'wbl-feed' ), '6' ),
			'/schedule/note'             => array( __( 'More about days and times', 'wbl-feed' ), '', __( 'No work on July 5.', 'wbl-feed' ) ),
		);
	}

	/**
	 * Pay and costs.
	 */
	private static function pay(): array {
		return array(
			'/compensation/status'              => array( __( 'Paid or not', 'wbl-feed' ), __( 'Left out, it means that nobody said; never that it is unpaid.', 'wbl-feed' ), '' ),
			'/compensation/baseSalary/currency' => array( __( 'Currency of the pay', 'wbl-feed' ), __( 'Three letters. Needed with any amount.', 'wbl-feed' ), 'USD' ),
			'/compensation/baseSalary/value'    => array( __( 'Pay', 'wbl-feed' ), __( 'A number alone, if it is one amount.', 'wbl-feed' ), '17.50' ),
			'/compensation/baseSalary/minValue' => array( __( 'Pay, at least', 'wbl-feed' ), __( 'Only if the pay is a range.', 'wbl-feed' ), '15' ),
			'/compensation/baseSalary/maxValue' => array( __( 'Pay, at most', 'wbl-feed' ), __( 'Only if the pay is a range.', 'wbl-feed' ), '18' ),
			'/compensation/baseSalary/unitText' => array( __( 'The pay is for', 'wbl-feed' ), '', '' ),
			'/compensation/payer'               => array( __( 'Who pays', 'wbl-feed' ), '', '' ),
			'/compensation/payerProgram'        => array( __( 'Program that pays or subsidizes', 'wbl-feed' ), '', '' ),
			'/compensation/note'                => array( __( 'More about pay', 'wbl-feed' ), '', __( 'Paid every second Friday.', 'wbl-feed' ) ),
			'/costsToStudent/amount/currency'   => array( __( 'Currency of the costs', 'wbl-feed' ), __( 'Three letters. Needed with any amount.', 'wbl-feed' ), 'USD' ),
			'/costsToStudent/amount/value'      => array( __( 'Costs for the student', 'wbl-feed' ), __( '0 means that it is free.', 'wbl-feed' ), '0' ),
			'/costsToStudent/amount/minValue'   => array( __( 'Costs, at least', 'wbl-feed' ), __( 'Only if the costs are a range.', 'wbl-feed' ), '' ),
			'/costsToStudent/amount/maxValue'   => array( __( 'Costs, at most', 'wbl-feed' ), __( 'Only if the costs are a range.', 'wbl-feed' ), '' ),
			'/costsToStudent/amount/unitText'   => array( __( 'The costs are for', 'wbl-feed' ), '', '' ),
			'/costsToStudent/note'              => array( __( 'More about costs', 'wbl-feed' ), __( 'What the sum is for, and help with it.', 'wbl-feed' ), __( 'Boots are lent.', 'wbl-feed' ) ),
		);
	}

	/**
	 * Who can take part.
	 */
	private static function eligibility(): array {
		return array(
			'/eligibility/gradeLevels'         => array( __( 'Grades', 'wbl-feed' ), __( 'Check each grade that can take part. None checked means that nobody said.', 'wbl-feed' ), '' ),
			'/eligibility/minimumAge'          => array( __( 'Youngest age', 'wbl-feed' ), __( 'In years.', 'wbl-feed' ), '16' ),
			'/eligibility/maximumAge'          => array( __( 'Oldest age', 'wbl-feed' ), __( 'In years.', 'wbl-feed' ), '19' ),
			'/eligibility/schools'             => array( __( 'Only students of these schools', 'wbl-feed' ), '', __( 'Harbor High School', 'wbl-feed' ) ),
			'/eligibility/districts'           => array( __( 'Only students of these districts', 'wbl-feed' ), '', __( 'Barnstable Public Schools', 'wbl-feed' ) ),
			'/eligibility/residency'           => array( __( 'Where a student must live', 'wbl-feed' ), '', __( 'Barnstable County', 'wbl-feed' ) ),
			'/eligibility/minimumGpa'          => array( __( 'Minimum grade point average', 'wbl-feed' ), '', '2.5' ),
			'/eligibility/prerequisites'       => array( __( 'Courses or skills needed before', 'wbl-feed' ), '', __( 'One year of biology', 'wbl-feed' ) ),
			'/eligibility/workPermit'          => array( __( 'Youth work permit', 'wbl-feed' ), '', '' ),
			'/eligibility/eligibilityToWork'   => array( __( 'Legal requirements', 'wbl-feed' ), __( 'What the law asks of those who work there.', 'wbl-feed' ), '' ),
			'/eligibility/documents'           => array( __( 'Papers needed before the start', 'wbl-feed' ), '', __( 'Emergency contact form', 'wbl-feed' ) ),
			'/eligibility/priorityPopulations' => array( __( 'Priority for', 'wbl-feed' ), __( 'They come first; nobody is kept out.', 'wbl-feed' ), '' ),
			'/eligibility/restrictedTo'        => array( __( 'Open only to', 'wbl-feed' ), __( 'Only these students may apply.', 'wbl-feed' ), '' ),
			'/eligibility/note'                => array( __( 'More about who can take part', 'wbl-feed' ), '', '' ),
		);
	}
}
