<?php
/**
 * The members that a mapping can fill.
 *
 * @package WblFeed
 */

namespace WblFeed\Source;

use WblFeed\Cells\Cell;
use WblFeed\Cells\Member;
use WblFeed\Editor\Field;
use WblFeed\Editor\Fields;

defined( 'ABSPATH' ) || exit;

/**
 * Members in groups, with the words by which the panel calls them; and some that one field of a post can say as a whole.
 */
final class Targets {

	/** Members that are commonly filled. */
	const COMMON = array(
		'/title', '/description', '/activityType', '/status', '/applicationDeadline', '/hiringOrganization/name', '/hiringOrganization/url',
		'/jobLocation/0', '/workMode', '/schedule/startDate', '/schedule/endDate', '/hoursPerWeek', '/compensation',
		'/eligibility/gradeLevels', '/eligibility/minimumAge', '/howToApply', '/applicationContact/email',
	);

	/**
	 * Groups in the order of the panel: titles, and labels by pointer.
	 *
	 * @return array<int, array{0: string, 1: array<string, string>}>
	 */
	public static function groups(): array {
		static $groups = null;
		if ( null === $groups || get_user_locale() !== $groups[0] ) {
			$made = array( array( __( 'Texts', 'wbl-feed' ), self::texts() ) );
			foreach ( Fields::groups() as list( $title, $fields ) ) {
				$members = array();
				foreach ( $fields as $field ) {
					$members += self::wholes_before( $field->pointer ) + self::members( $field );
				}
				$made[] = array( $title, $members );
			}
			$groups = array( get_user_locale(), $made );
		}
		return $groups[1];
	}

	/**
	 * All labels by pointer, in order.
	 *
	 * @return array<string, string>
	 */
	public static function labels(): array {
		return array_merge( ...array_column( self::groups(), 1 ) );
	}

	/**
	 * The field of the panel for a member; null if the panel has none.
	 *
	 * @param string $pointer JSON Pointer.
	 */
	public static function field( string $pointer ): ?Field {
		$fields = Fields::all();
		$list   = preg_replace( '~/[0-9]+/.*$~', '', $pointer );
		$any    = preg_replace( '~/[0-9]+(?=/|$)~', '/*', $pointer );
		return $fields[ $pointer ] ?? $fields[ $list ]->fields[ $any ] ?? null;
	}

	/**
	 * The texts of a posting.
	 *
	 * @return array<string, string>
	 */
	private static function texts(): array {
		return array(
			'/title'       => __( 'Title', 'wbl-feed' ),
			'/description' => __( 'Description', 'wbl-feed' ),
			'/summary'     => __( 'Summary', 'wbl-feed' ),
			'/image'       => __( 'Picture', 'wbl-feed' ),
		);
	}

	/**
	 * Members that are objects and that one field of a post may say as a whole, before the first of their parts.
	 *
	 * @param string $pointer The part.
	 * @return array<string, string>
	 */
	private static function wholes_before( string $pointer ): array {
		$wholes = array(
			'/hoursPerWeek/minValue' => array( '/hoursPerWeek' => __( 'Hours per week', 'wbl-feed' ) ),
			'/totalHours/minValue'   => array( '/totalHours' => __( 'Hours in all', 'wbl-feed' ) ),
			'/compensation/status'   => array( '/compensation' => __( 'Pay, in one field', 'wbl-feed' ) ),
			'/howToApply/method'     => array( '/howToApply' => __( 'Apply at (web address or email)', 'wbl-feed' ) ),
		);
		return $wholes[ $pointer ] ?? array();
	}

	/**
	 * The members that a field of the panel stands for, of those that can be read from a text.
	 *
	 * @param Field $field The field.
	 * @return array<string, string>
	 */
	private static function members( Field $field ): array {
		$members = array();
		if ( '/jobLocation' === $field->pointer ) {
			$members['/jobLocation/0'] = __( 'Place', 'wbl-feed' );
			foreach ( $field->fields as $part ) {
				$members[ str_replace( '*', '0', $part->pointer ) ] = $part->label;
			}
		} else {
			$members[ $field->pointer ] = $field->label;
		}
		return array_filter(
			$members,
			static function ( $pointer ) {
				$member = Member::at( $pointer );
				return $member && Cell::reads( $member );
			},
			ARRAY_FILTER_USE_KEY
		);
	}
}
