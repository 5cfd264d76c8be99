<?php
/**
 * What the panel asks, in words for people: safety, learning, applying, codes, programs, files and rights.
 *
 * @package WblFeed
 */

namespace WblFeed\Editor;

defined( 'ABSPATH' ) || exit;

/**
 * The later groups of the panel, those that schools and networks fill most. See Groups.
 */
final class Groups_Of_Schools {

	/**
	 * Safety and support.
	 */
	public static function safety(): array {
		return array(
			'/safety/hazardous'               => array( __( 'Hazardous work', 'wbl-feed' ), __( 'Whether the law on child labor calls the work hazardous.', 'wbl-feed' ), '' ),
			'/safety/minorsSupervised'        => array( __( 'Minors supervised', 'wbl-feed' ), __( 'Whether an adult supervises minors at all times.', 'wbl-feed' ), '' ),
			'/safety/backgroundCheckOfAdults' => array( __( 'Adults checked', 'wbl-feed' ), __( 'Whether adults who work with students have had a background check.', 'wbl-feed' ), '' ),
			'/safety/trainingRequired'        => array( __( 'Safety training before the start', 'wbl-feed' ), '', __( 'Water safety, two hours', 'wbl-feed' ) ),
			'/safety/note'                    => array( __( 'More about safety', 'wbl-feed' ), '', '' ),
			'/supervision/mentorProvided'     => array( __( 'Mentor', 'wbl-feed' ), __( 'Whether each student has a mentor.', 'wbl-feed' ), '' ),
			'/supervision/supervisorRole'     => array( __( 'Role of the supervisor', 'wbl-feed' ), __( 'The role, no name.', 'wbl-feed' ), __( 'Hatchery manager', 'wbl-feed' ) ),
			'/supervision/studentsPerMentor'  => array( __( 'Students for one mentor', 'wbl-feed' ), '', '2' ),
			'/supervision/teamBased'          => array( __( 'Work in a team', 'wbl-feed' ), __( 'Whether students work in a team.', 'wbl-feed' ), '' ),
		);
	}

	/**
	 * Learning.
	 */
	public static function learning(): array {
		return array(
			'/academicCredit/available'         => array( __( 'Credit', 'wbl-feed' ), __( 'Whether school or college credit can be earned.', 'wbl-feed' ), '' ),
			'/academicCredit/units'             => array( __( 'Number of credits', 'wbl-feed' ), '', '1.5' ),
			'/academicCredit/awardedBy'         => array( __( 'School or college that gives credit', 'wbl-feed' ), '', __( 'Barnstable High School', 'wbl-feed' ) ),
			'/academicCredit/dualEnrollment'    => array( __( 'Dual enrollment', 'wbl-feed' ), __( 'Whether it counts for school and college at once.', 'wbl-feed' ), '' ),
			'/credentials'                      => array( __( 'Certificates and credentials', 'wbl-feed' ), __( 'What students can earn.', 'wbl-feed' ), array( __( 'Credential', 'wbl-feed' ), __( 'Add a credential', 'wbl-feed' ) ) ),
			'/credentials/*/name'               => array( __( 'Name', 'wbl-feed' ), '', __( 'Water Quality Monitor', 'wbl-feed' ) ),
			'/credentials/*/awardedBy'          => array( __( 'Who awards it', 'wbl-feed' ), '', __( 'Harbor STEM Network', 'wbl-feed' ) ),
			'/credentials/*/credentialCategory' => array( __( 'Kind', 'wbl-feed' ), '', __( 'industry certification', 'wbl-feed' ) ),
			'/credentials/*/url'                => array( __( 'Web page about it', 'wbl-feed' ), '', 'https://credentials.example/water' ),
			'/credentials/*/ctid'               => array( __( 'Credential Registry number (CTID)', 'wbl-feed' ), '', '' ),
			'/training/included'                => array( __( 'Training', 'wbl-feed' ), __( 'Whether training comes with it.', 'wbl-feed' ), '' ),
			'/training/hours'                   => array( __( 'Hours of training', 'wbl-feed' ), '', '4' ),
			'/training/description'             => array( __( 'What is taught', 'wbl-feed' ), '', '' ),
			'/supervision/learningPlan'         => array( __( 'Learning plan', 'wbl-feed' ), __( 'Whether a written work-based learning plan is made.', 'wbl-feed' ), '' ),
			'/supervision/learningPlanUrl'      => array( __( 'Form of the plan', 'wbl-feed' ), '', 'https://harbor-stem.example/forms/plan' ),
			'/reflection/required'              => array( __( 'Looking back', 'wbl-feed' ), __( 'Whether students write or speak about what they learned.', 'wbl-feed' ), '' ),
			'/reflection/artifacts'             => array( __( 'How they look back', 'wbl-feed' ), '', '' ),
			'/quality/evaluationTool'           => array( __( 'How it is evaluated', 'wbl-feed' ), '', __( 'Employer and student review at mid-term', 'wbl-feed' ) ),
			'/quality/standards'                => array( __( 'Standards it meets', 'wbl-feed' ), __( 'Web addresses of the standards.', 'wbl-feed' ), 'https://standards.example/quality' ),
			'/buildsOn'                         => array( __( 'Comes after', 'wbl-feed' ), __( 'Web addresses or ids of postings that students take part in before this one.', 'wbl-feed' ), '' ),
		);
	}

	/**
	 * How to apply.
	 */
	public static function apply(): array {
		return array(
			'/howToApply/method'            => array( __( 'How students apply', 'wbl-feed' ), '', '' ),
			'/howToApply/url'               => array( __( 'Page where students apply', 'wbl-feed' ), '', 'https://bayshellfish.example/apply' ),
			'/howToApply/directApply'       => array( __( 'Straight to the form', 'wbl-feed' ), __( 'Whether that page is the form itself.', 'wbl-feed' ), '' ),
			'/howToApply/email'             => array( __( 'Email for applications', 'wbl-feed' ), '', 'apply@bayshellfish.example' ),
			'/howToApply/telephone'         => array( __( 'Phone for applications', 'wbl-feed' ), '', '+1 508 555 0199' ),
			'/howToApply/applicant'         => array( __( 'Who applies', 'wbl-feed' ), '', '' ),
			'/howToApply/instructions'      => array( __( 'What to do', 'wbl-feed' ), '', __( 'Ask for a form at the desk.', 'wbl-feed' ) ),
			'/howToApply/requiredDocuments' => array( __( 'What to hand in', 'wbl-feed' ), '', __( 'Letter from a teacher', 'wbl-feed' ) ),
		);
	}

	/**
	 * STEM, occupations and skills.
	 */
	public static function stem(): array {
		$code = __( 'Code', 'wbl-feed' );
		$list = __( 'List that the code is from', 'wbl-feed' );
		return array(
			'/stem/value'                              => array( __( 'Is it STEM?', 'wbl-feed' ), __( 'Science, technology, engineering or mathematics. A yes or a no needs evidence.', 'wbl-feed' ), '' ),
			'/stem/basis'                              => array( __( 'Evidence', 'wbl-feed' ), __( 'Such as the code of the occupation.', 'wbl-feed' ), array( __( 'Evidence', 'wbl-feed' ), __( 'Add evidence', 'wbl-feed' ) ) ),
			'/stem/basis/*/scheme'                     => array( __( 'Kind of evidence', 'wbl-feed' ), '', '' ),
			'/stem/basis/*/code'                       => array( $code, '', '19-4021' ),
			'/stem/basis/*/list'                       => array( __( 'List of STEM codes', 'wbl-feed' ), '', 'SOC 2018 STEM' ),
			'/stem/basis/*/listVersion'                => array( __( 'Its version or date', 'wbl-feed' ), '', '2019' ),
			'/stem/date'                               => array( __( 'Day of this claim', 'wbl-feed' ), '', '2026-11-02' ),
			'/skills'                                  => array( __( 'Skills', 'wbl-feed' ), __( 'What students use or learn.', 'wbl-feed' ), array( __( 'Skill', 'wbl-feed' ), __( 'Add a skill', 'wbl-feed' ) ) ),
			'/skills/*/name'                           => array( __( 'Skill', 'wbl-feed' ), '', __( 'Water testing', 'wbl-feed' ) ),
			'/skills/*/termCode'                       => array( $code, '', '' ),
			'/skills/*/inDefinedTermSet'               => array( $list, '', '' ),
			'/occupationalCategory'                    => array( __( 'Occupations', 'wbl-feed' ), '', array( __( 'Occupation', 'wbl-feed' ), __( 'Add an occupation', 'wbl-feed' ) ) ),
			'/occupationalCategory/*/name'             => array( __( 'Occupation', 'wbl-feed' ), '', __( 'Biological Technicians', 'wbl-feed' ) ),
			'/occupationalCategory/*/termCode'         => array( $code, '', '19-4021' ),
			'/occupationalCategory/*/inDefinedTermSet' => array( $list, '', 'SOC 2018' ),
			'/industry'                                => array( __( 'Industries', 'wbl-feed' ), '', array( __( 'Industry', 'wbl-feed' ), __( 'Add an industry', 'wbl-feed' ) ) ),
			'/industry/*/name'                         => array( __( 'Industry', 'wbl-feed' ), '', __( 'Shellfish Farming', 'wbl-feed' ) ),
			'/industry/*/termCode'                     => array( $code, '', '112512' ),
			'/industry/*/inDefinedTermSet'             => array( $list, '', 'NAICS 2022' ),
			'/instructionalProgram'                    => array( __( 'Fields of study', 'wbl-feed' ), '', array( __( 'Field of study', 'wbl-feed' ), __( 'Add a field of study', 'wbl-feed' ) ) ),
			'/instructionalProgram/*/name'             => array( __( 'Field of study', 'wbl-feed' ), '', __( 'Aquaculture', 'wbl-feed' ) ),
			'/instructionalProgram/*/termCode'         => array( $code, '', '01.0303' ),
			'/instructionalProgram/*/inDefinedTermSet' => array( $list, '', 'CIP 2020' ),
		);
	}

	/**
	 * Programs and regions.
	 */
	public static function programs(): array {
		return array(
			'/regions'                        => array( __( 'Regions', 'wbl-feed' ), __( 'Networks or workforce regions. None checked means those of this site.', 'wbl-feed' ), '' ),
			'/programs'                       => array( __( 'Programs', 'wbl-feed' ), __( 'State or local programs it belongs to.', 'wbl-feed' ), '' ),
			'/satisfies'                      => array( __( 'Requirements it fulfills', 'wbl-feed' ), '', '' ),
			'/partnership/agreementSigned'    => array( __( 'Agreement signed', 'wbl-feed' ), __( 'Whether school and employer have signed an agreement.', 'wbl-feed' ), '' ),
			'/partnership/agreementReviewed'  => array( __( 'Agreement last reviewed', 'wbl-feed' ), '', '2026-09-15' ),
			'/partnership/highDemandList'     => array( __( 'List of high-demand occupations', 'wbl-feed' ), __( 'Web address of the regional list that it answers to.', 'wbl-feed' ), 'https://workforce.example/list' ),
			'/partnership/highDemandListDate' => array( __( 'Date of that list', 'wbl-feed' ), '', '2026-07-01' ),
		);
	}

	/**
	 * Other languages, files and numbers.
	 */
	public static function files(): array {
		$kind = __( 'Its media type. It may stay empty.', 'wbl-feed' );
		return array(
			'/inLanguage'                   => array( __( 'Language of the text', 'wbl-feed' ), __( 'A language code, if it is not the language of this site.', 'wbl-feed' ), 'en-US' ),
			'/translations'                 => array( __( 'Translations', 'wbl-feed' ), '', array( __( 'Translation', 'wbl-feed' ), __( 'Add a translation', 'wbl-feed' ) ) ),
			'/translations/*/inLanguage'    => array( __( 'Language', 'wbl-feed' ), __( 'A language code.', 'wbl-feed' ), 'es' ),
			'/translations/*/title'         => array( __( 'Title', 'wbl-feed' ), '', __( 'Pasantía en el laboratorio de acuicultura', 'wbl-feed' ) ),
			'/translations/*/summary'       => array( __( 'Summary', 'wbl-feed' ), '', '' ),
			'/translations/*/description'   => array( __( 'Description', 'wbl-feed' ), '', '' ),
			'/translations/*/url'           => array( __( 'Page in that language', 'wbl-feed' ), '', 'https://harbor-stem.example/es/' ),
			'/image/url'                    => array( __( 'Picture', 'wbl-feed' ), __( 'Web address of a picture.', 'wbl-feed' ), 'https://harbor-stem.example/hatchery.jpg' ),
			'/image/alternateName'          => array( __( 'What the picture shows', 'wbl-feed' ), __( 'For people who cannot see it.', 'wbl-feed' ), __( 'Trays of seed oysters in running water', 'wbl-feed' ) ),
			'/image/encodingFormat'         => array( __( 'Format of the picture', 'wbl-feed' ), $kind, 'image/jpeg' ),
			'/attachments'                  => array( __( 'Files', 'wbl-feed' ), __( 'Such as a flyer.', 'wbl-feed' ), array( __( 'File', 'wbl-feed' ), __( 'Add a file', 'wbl-feed' ) ) ),
			'/attachments/*/url'            => array( __( 'Web address', 'wbl-feed' ), '', 'https://harbor-stem.example/flyer.pdf' ),
			'/attachments/*/alternateName'  => array( __( 'Title of the file', 'wbl-feed' ), '', __( 'Flyer for families', 'wbl-feed' ) ),
			'/attachments/*/encodingFormat' => array( __( 'Format', 'wbl-feed' ), $kind, 'application/pdf' ),
			'/identifier'                   => array( __( 'Numbers it has elsewhere', 'wbl-feed' ), __( 'Such as the requisition number of the employer.', 'wbl-feed' ), array( __( 'Number', 'wbl-feed' ), __( 'Add a number', 'wbl-feed' ) ) ),
			'/identifier/*/propertyID'      => array( __( 'Kind of number', 'wbl-feed' ), '', 'requisition' ),
			'/identifier/*/value'           => array( __( 'Number', 'wbl-feed' ), '', 'R-2027-014' ),
			'/url'                          => array( __( 'Its page, if not on this site', 'wbl-feed' ), __( 'Leave it empty: the page of this post is used.', 'wbl-feed' ), 'https://harbor-stem.example/opportunities/4821' ),
			'/sameAs'                       => array( __( 'Other pages of the same opportunity', 'wbl-feed' ), __( 'Web addresses where the same opportunity stands, so that it is shown only once.', 'wbl-feed' ), 'https://careers.bayshellfish.example/jobs/14' ),
			'/notSameAs'                    => array( __( 'Looks alike, but is another', 'wbl-feed' ), __( 'Web addresses or ids of postings that are not this one.', 'wbl-feed' ), '' ),
			'/replaces'                     => array( __( 'Takes the place of', 'wbl-feed' ), __( 'Web addresses or ids of postings elsewhere that this one replaces.', 'wbl-feed' ), '' ),
		);
	}

	/**
	 * License of this one posting.
	 */
	public static function license(): array {
		return array(
			'/license' => array( __( 'License', 'wbl-feed' ), __( 'Only if it is not the license of the whole feed. A short name of a license or its web address.', 'wbl-feed' ), 'CC-BY-4.0' ),
		);
	}
}
