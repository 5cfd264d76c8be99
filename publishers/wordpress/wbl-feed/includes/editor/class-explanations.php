<?php
/**
 * Notices in the language of whoever reads them.
 *
 * @package WblFeed
 */

namespace WblFeed\Editor;

defined( 'ABSPATH' ) || exit;

/**
 * The standard's own sentences are in English, and name the value that was found. Who reads another language gets one that
 * can be translated, which says less: the value stands in the field.
 */
final class Explanations {

	/**
	 * What a notice is about and how to fix it; empty where the standard's sentence is to be shown.
	 *
	 * @param string $code Code of the notice.
	 */
	public static function of( string $code ): string {
		return 0 === strpos( determine_locale(), 'en' ) ? '' : self::all()[ $code ] ?? '';
	}

	/**
	 * What a notice is about and how to fix it, in any language.
	 *
	 * @param string $code     Code of the notice.
	 * @param string $sentence What is said where there are no such words.
	 */
	public static function plain( string $code, string $sentence ): string {
		return self::all()[ $code ] ?? $sentence;
	}

	/**
	 * Sentences by code. Rules of a profile are not among them, since a profile may have any.
	 *
	 * @return array<string, string>
	 */
	private static function all(): array {
		return array(
			'amount_and_range'          => __( 'There is one amount and also a range. Keep one of them.', 'wbl-feed' ),
			'amount_missing'            => __( 'The amount is missing. Add it, or leave all of this out.', 'wbl-feed' ),
			'below_minimum_wage'        => __( 'The pay is below the minimum wage. Check the amount, and what it is for.', 'wbl-feed' ),
			'commission_only'           => __( 'This text speaks of pay by commission. Work that pays by sales alone is not work-based learning.', 'wbl-feed' ),
			'date_in_future'            => __( 'This day is still to come. Write the day on which it was done.', 'wbl-feed' ),
			'dates_out_of_order'        => __( 'This date is before one that comes first. Correct one of the two; often it is the year.', 'wbl-feed' ),
			'deadline_passed'           => __( 'The posting is open, but this day has passed. Close the posting, or write another day.', 'wbl-feed' ),
			'deprecated_code'           => __( 'This code is no longer used. Choose another one from the list.', 'wbl-feed' ),
			'description_missing'       => __( 'The description without formatting is missing. Add it.', 'wbl-feed' ),
			'email_in_text'             => __( 'This text seems to have the email address of a person in it. Take it out, and give the address of an office under “How to apply”.', 'wbl-feed' ),
			'empty_array'               => __( 'This list is empty. Leave it out.', 'wbl-feed' ),
			'end_before_start'          => __( 'The last day is before the first day. Swap the two, or correct the year.', 'wbl-feed' ),
			'fee_charged'               => __( 'This text speaks of a fee. Say under “Costs for the student” what is paid for what; offers that sell a place do not belong here.', 'wbl-feed' ),
			'hazardous_for_minors'      => __( 'The work is hazardous, and minors may take part. Set the youngest age to 18, or have somebody who knows the law check it.', 'wbl-feed' ),
			'hours_do_not_add_up'       => __( 'The hours per week, the hours in all and the dates do not agree. Correct one of them.', 'wbl-feed' ),
			'insecure_link'             => __( 'This address begins with http. Use https, if the site has it.', 'wbl-feed' ),
			'invalid_value'             => __( 'This cannot be used here as it is written. Correct it.', 'wbl-feed' ),
			'late_for_minors'           => __( 'These times are too early or too late for minors. Move them, or raise the youngest age; or have somebody who knows the law check it.', 'wbl-feed' ),
			'markup_in_text'            => __( 'This text has HTML in it. Write plain text.', 'wbl-feed' ),
			'minors_unsupervised'       => __( 'Minors may take part, and no adult supervises them. Name an adult who is there, or admit adults only.', 'wbl-feed' ),
			'missing_deadline'          => __( 'There is no deadline. Write one, or say that the posting is open until filled.', 'wbl-feed' ),
			'missing_member'            => __( 'Something that is needed is missing. Add it.', 'wbl-feed' ),
			'not_verified_lately'       => __( 'Nobody has verified this for more than 60 days. Check that it is still true, and write the day of today under “Last verified”.', 'wbl-feed' ),
			'null_member'               => __( 'This cannot be used here as it is written. Correct it.', 'wbl-feed' ),
			'own_id_listed'             => __( 'This is the id of the posting itself. Take it out.', 'wbl-feed' ),
			'personal_email'            => __( 'This is the email address of a person. Use that of an office or a role.', 'wbl-feed' ),
			'phone_in_text'             => __( 'This text has a phone number in it. Make sure that it is that of an office, and write it under “How to apply”.', 'wbl-feed' ),
			'profile_constraint'        => __( 'This does not follow the rules of your state. Correct it.', 'wbl-feed' ),
			'profile_not_named'         => __( 'This code belongs to a state that is not chosen in the settings of the feed.', 'wbl-feed' ),
			'range_reversed'            => __( 'The smaller number comes first. Swap the two.', 'wbl-feed' ),
			'restricted_population'     => __( 'Only these students may apply. If others may too, use “Priority for” instead.', 'wbl-feed' ),
			'shortened_link'            => __( 'This is a shortened address. Write the one that it leads to.', 'wbl-feed' ),
			'shouted_title'             => __( 'The title is in capital letters. Write it like a sentence.', 'wbl-feed' ),
			'stage_mismatch'            => __( 'This is not the usual career stage of this type of activity. Leave it out, unless this posting is different.', 'wbl-feed' ),
			'student_data'              => __( 'This looks like data about a student. Remove it at once: no feed holds data about students, even with consent.', 'wbl-feed' ),
			'thin_description'          => __( 'The description is very short. Say in two or three sentences what students do, where, and what they learn.', 'wbl-feed' ),
			'too_many_hours_for_minors' => __( 'These are more hours than minors may work. Cut the hours, or raise the youngest age; or have somebody who knows the law check it.', 'wbl-feed' ),
			'unknown_code'              => __( 'This code is not in the list. Choose one from the list.', 'wbl-feed' ),
			'unknown_license'           => __( 'This is not the short name of a license. Write one such as CC-BY-4.0, or the address of your terms.', 'wbl-feed' ),
			'unknown_profile_code'      => __( 'This code is not in the list. Choose one from the list.', 'wbl-feed' ),
			'unreachable_link'          => __( 'Nobody outside can open this address. Write the public one.', 'wbl-feed' ),
			'unsafe_html'               => __( 'The text has parts that other sites take out. Keep to paragraphs, lists, headings, emphasis and links.', 'wbl-feed' ),
			'vague_title'               => __( 'The title does not say what it is about. Say what and where in a few words.', 'wbl-feed' ),
			'weak_stem_evidence'        => __( 'The posting is called STEM without a code as evidence. Add one, such as that of the occupation.', 'wbl-feed' ),
			'wrong_type'                => __( 'This cannot be used here as it is written. Correct it.', 'wbl-feed' ),
		);
	}
}
