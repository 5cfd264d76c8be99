<?php
/**
 * What a field should hold.
 *
 * @package WblFeed
 */

namespace WblFeed\Source;

use WblFeed\Cells\Member;

defined( 'ABSPATH' ) || exit;

/**
 * Says in words what can be read as a member, for the end of a sentence such as “… could not be read as a date”.
 */
final class Expected {

	/**
	 * The words for a member.
	 *
	 * @param Member $member The member.
	 */
	public static function of( Member $member ): string {
		$words = array(
			'hoursPerWeek'  => __( 'hours in a week, such as 10 or 10-15', 'wbl-feed' ),
			'totalHours'    => __( 'hours in all, such as 120 or 100-120', 'wbl-feed' ),
			'minimumAge'    => __( 'an age in years, such as 16+', 'wbl-feed' ),
			'maximumAge'    => __( 'an age in years, such as 14-18', 'wbl-feed' ),
			'postalCode'    => __( 'a ZIP code of five digits, such as 01970', 'wbl-feed' ),
			'civilDate'     => __( 'a date, such as 2027-01-15 or 1/15/2027', 'wbl-feed' ),
			'dateOrInstant' => __( 'a date, such as 2027-01-15 or 1/15/2027', 'wbl-feed' ),
			'clockTime'     => __( 'a time of day, such as 15:30 or 3:30 PM', 'wbl-feed' ),
			'boolean'       => __( 'yes or no', 'wbl-feed' ),
			'duration'      => __( 'a length of time, such as 6 weeks', 'wbl-feed' ),
			'number'        => __( 'a number, such as 15', 'wbl-feed' ),
			'amount'        => __( 'a number, such as 15', 'wbl-feed' ),
			'positiveCount' => __( 'a whole number of 1 or more', 'wbl-feed' ),
			'grade'         => __( 'grades, such as 9-12 or 10, 11', 'wbl-feed' ),
			'compensation'  => __( 'pay, such as $17/hr, Unpaid or stipend $500', 'wbl-feed' ),
			'place'         => __( 'a town, such as Woods Hole, MA', 'wbl-feed' ),
			'url'           => __( 'a web address that starts with https:// or http://', 'wbl-feed' ),
			'mediaObject'   => __( 'a web address that starts with https:// or http://', 'wbl-feed' ),
			'email'         => __( 'an email address', 'wbl-feed' ),
			'howToApply'    => __( 'a web address or an email address', 'wbl-feed' ),
			'currency'      => __( 'a currency in three letters, such as USD', 'wbl-feed' ),
			'code'          => __( 'one of the words of the standard', 'wbl-feed' ),
			'enum'          => __( 'one of the words of the standard', 'wbl-feed' ),
			'title'         => __( 'a text of at most 200 characters', 'wbl-feed' ),
			'shortText'     => __( 'a text of at most 300 characters', 'wbl-feed' ),
		);
		return $words[ $member->name() ] ?? $words[ $member->type ] ?? __( 'a text', 'wbl-feed' );
	}
}
