<?php
/**
 * WP Job Manager.
 *
 * @package WblFeed
 */

namespace WblFeed\Source;

defined( 'ABSPATH' ) || exit;

/**
 * The ready mapping for listings of the plug-in WP Job Manager, by the fields that it documents
 * (https://github.com/Automattic/WP-Job-Manager, includes/class-wp-job-manager-post-types.php, get_job_listing_fields).
 *
 * A listing whose time is over gets the post status `expired` and leaves the feed as such; `preview`, `pending` and
 * `pending_payment` were never public.
 */
final class Job_Manager {

	const POST_TYPE = 'job_listing';

	/** How the plug-in stores a box that is ticked or not. */
	const TICKED   = array( '1', 'yes', 'on' );
	const UNTICKED = array( '0', 'no' );

	/**
	 * The mapping, as the settings keep it.
	 */
	public static function mapping(): array {
		$meta = array(
			'/hiringOrganization/name'          => '_company_name',
			'/hiringOrganization/url'           => '_company_website',
			'/jobLocation/0'                    => '_job_location',
			'/validThrough'                     => '_job_expires',
			'/applicationDeadline'              => '_application_deadline', // Of the add-on Application Deadline.
			'/howToApply'                       => '_application',
			'/compensation/baseSalary/value'    => '_job_salary',
			'/compensation/baseSalary/currency' => '_job_salary_currency',
			'/compensation/baseSalary/unitText' => '_job_salary_unit',
		);
		$fields = array(
			'/title'                => self::rule( 'post', 'title' ),
			'/description'          => self::rule( 'post', 'content' ),
			'/status'               => self::rule( 'meta', '_filled', array_fill_keys( self::TICKED, 'filled' ) + array_fill_keys( self::UNTICKED, 'open' ) ),
			'/workMode'             => self::rule( 'meta', '_remote_position', array_fill_keys( self::TICKED, 'remote' ) + array_fill_keys( self::UNTICKED, '' ) ),
			'/activityType'         => self::rule( 'taxonomy', 'job_listing_type', array_fill_keys( array( 'Full Time', 'Part Time', 'Temporary', 'Freelance' ), 'unspecified' ) ),
			'/occupationalCategory' => self::rule( 'taxonomy', 'job_listing_category' ),
		);
		foreach ( $meta as $pointer => $key ) {
			$fields[ $pointer ] = self::rule( 'meta', $key );
		}
		return array( 'fields' => $fields );
	}

	/**
	 * One line of the mapping.
	 *
	 * @param string $from   One of `Rule::SOURCES`.
	 * @param string $name   Name of the field, meta key or taxonomy.
	 * @param array  $values Values by words.
	 */
	private static function rule( string $from, string $name, array $values = array() ): array {
		return array_filter( compact( 'from', 'name', 'values' ) );
	}
}
