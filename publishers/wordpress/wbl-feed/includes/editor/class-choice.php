<?php
/**
 * One of the answers to a question.
 *
 * @package WblFeed
 */

namespace WblFeed\Editor;

use WblFeed\Feed\Settings;
use WblFeed\Standard\Vocabularies;

defined( 'ABSPATH' ) || exit;

/**
 * A code, with words for people.
 */
final class Choice {

	/**
	 * The code.
	 *
	 * @var string
	 */
	public $code;

	/**
	 * Its name in the language of the person who edits.
	 *
	 * @var string
	 */
	public $label;

	/**
	 * What it means; may be empty.
	 *
	 * @var string
	 */
	public $definition;

	/**
	 * Name of the group in which it is listed; may be empty.
	 *
	 * @var string
	 */
	public $group;

	/**
	 * A choice.
	 *
	 * @param string $code       The code.
	 * @param string $label      Its name.
	 * @param string $definition What it means.
	 * @param string $group      The group in which it is listed.
	 */
	public function __construct( string $code, string $label, string $definition = '', string $group = '' ) {
		$this->code       = $code;
		$this->label      = $label;
		$this->definition = $definition;
		$this->group      = $group;
	}

	/**
	 * The codes that the vocabularies of the standard and of the site's profile have for a member, by code.
	 *
	 * @param string $pointer Pointer of the member.
	 * @return Choice[]
	 */
	public static function from_vocabularies( string $pointer ): array {
		$profiles = Settings::profiles();
		$language = str_replace( '_', '-', get_user_locale() );
		$choices  = array();
		foreach ( Vocabularies::terms( $pointer, $profiles ) as $term ) {
			if ( ! isset( $term->deprecated ) ) {
				$stage                  = $term->careerStage ?? ''; // phpcs:ignore WordPress.NamingConventions.ValidVariableName
				$choices[ $term->code ] = new self(
					$term->code,
					Vocabularies::label( $pointer, $term->code, $language, $profiles ),
					$term->definition,
					$stage ? Vocabularies::label( '/careerStage', $stage, $language, $profiles ) : ''
				);
			}
		}
		return $choices;
	}

	/**
	 * The codes that the schema lists one by one, or section 13 of the standard fixes, by code.
	 *
	 * @param string[] $codes Codes.
	 * @return Choice[]
	 */
	public static function from_codes( array $codes ): array {
		$words   = self::words();
		$choices = array();
		foreach ( $codes as $code ) {
			$choices[ $code ] = new self( $code, $words[ $code ] ?? $code );
		}
		return $choices;
	}

	/**
	 * School grades: 0 is kindergarten, 13 to 16 are years of college (section 5.2).
	 *
	 * @return Choice[]
	 */
	public static function grades(): array {
		$choices = array();
		for ( $grade = 0; $grade <= 16; $grade++ ) {
			if ( 0 === $grade ) {
				$label = __( 'Kindergarten', 'wbl-feed' );
			} elseif ( $grade <= 12 ) {
				/* translators: %d: a school grade, 1 to 12 */
				$label = sprintf( __( 'Grade %d', 'wbl-feed' ), $grade );
			} else {
				/* translators: %d: a year of college, 1 to 4 */
				$label = sprintf( __( 'College year %d', 'wbl-feed' ), $grade - 12 );
			}
			$choices[ $grade ] = new self( (string) $grade, $label );
		}
		return $choices;
	}

	/**
	 * Names of codes that are in no vocabulary file.
	 */
	private static function words(): array {
		return array(
			'yes'          => __( 'Yes', 'wbl-feed' ),
			'no'           => __( 'No', 'wbl-feed' ),
			'partial'      => __( 'In part', 'wbl-feed' ),
			'unknown'      => __( 'Not known', 'wbl-feed' ),
			'required'     => __( 'Required', 'wbl-feed' ),
			'not-required' => __( 'Not required', 'wbl-feed' ),
			'true'         => __( 'Yes', 'wbl-feed' ),
			'false'        => __( 'No', 'wbl-feed' ),
			'HOUR'         => __( 'An hour', 'wbl-feed' ),
			'DAY'          => __( 'A day', 'wbl-feed' ),
			'WEEK'         => __( 'A week', 'wbl-feed' ),
			'MONTH'        => __( 'A month', 'wbl-feed' ),
			'YEAR'         => __( 'A year', 'wbl-feed' ),
			'TOTAL'        => __( 'The whole activity', 'wbl-feed' ),
			'Monday'       => __( 'Monday', 'wbl-feed' ),
			'Tuesday'      => __( 'Tuesday', 'wbl-feed' ),
			'Wednesday'    => __( 'Wednesday', 'wbl-feed' ),
			'Thursday'     => __( 'Thursday', 'wbl-feed' ),
			'Friday'       => __( 'Friday', 'wbl-feed' ),
			'Saturday'     => __( 'Saturday', 'wbl-feed' ),
			'Sunday'       => __( 'Sunday', 'wbl-feed' ),
			'writing'      => __( 'Writing', 'wbl-feed' ),
			'portfolio'    => __( 'Portfolio', 'wbl-feed' ),
			'presentation' => __( 'Presentation', 'wbl-feed' ),
			'digital'      => __( 'Digital work', 'wbl-feed' ),
		);
	}
}
