<?php
/**
 * Names of towns.
 *
 * @package wbl-feed
 */

namespace WblFeed\Cells;

defined( 'ABSPATH' ) || exit;

/**
 * Tells a town's name from the other words that one writes in its place.
 */
final class Towns {
	const BETWEEN = '/ (?:and|or|&|y|o|in|at|near) /i';
	const TOWN    = '[^\W\d_][\w.\'’-]*(?: [^\W\d_][\w.\'’-]*){0,3}';
	const SMALL   = array( 'of', 'on', 'by', 'the', 'de', 'del' );
	const US      = array( 'usa', 'us', 'united states', 'united states of america', 'u.s.a.', 'u.s.' );
	const ABROAD  = array( 'canada', 'mexico', 'méxico', 'united kingdom', 'estados unidos' );
	/** Capital letters alone, such as NYC and MIT, are no town's name. */
	const LONGEST_SHORT_FORM = 4;
	// Words of sites and regions. A town that bears one, such as College Park, is kept as a name, which is true as well.
	const NO_TOWN = array(
		'academy', 'airport', 'aquarium', 'area', 'avenue', 'ave', 'base', 'building', 'campus', 'cape', 'center', 'centre', 'church',
		'club', 'college', 'company', 'corp', 'county', 'department', 'district', 'downtown', 'farm', 'field', 'foundation', 'garden',
		'greater', 'hall', 'high', 'hospital', 'inc', 'institute', 'lab', 'laboratory', 'library', 'llc', 'metro', 'metrowest', 'museum',
		'nearby', 'office', 'onsite', 'park', 'region', 'road', 'room', 'school', 'shore', 'site', 'sites', 'society', 'statewide',
		'station', 'street', 'studio', 'theater', 'theatre', 'throughout', 'university', 'valley', 'zoo', 'headquarters', 'hq', 'clinic',
		'bank', 'store', 'plant', 'factory', 'camp', 'court', 'courthouse', 'hotel', 'association', 'services',
	);

	/**
	 * Whether a text could be the name of a town, and of nothing else that one would write in its place.
	 *
	 * @param string $text One line.
	 */
	public static function is_town( string $text ): bool {
		if ( ! Text::whole( self::TOWN, $text ) || preg_match( self::BETWEEN, $text ) || Places::says_no_place( $text ) || Places::is_mode( $text ) ) {
			return false;
		}
		if ( strlen( $text ) <= self::LONGEST_SHORT_FORM && preg_match( '/[A-Z]/', $text ) && strtoupper( $text ) === $text ) {
			return false;
		}
		foreach ( explode( ' ', Text::folded( $text ) ) as $word ) {
			$word = trim( $word, '.' );
			if ( array_intersect( array( $word, preg_replace( '/s$/', '', $word ) ), self::NO_TOWN ) ) {
				return false;
			}
		}
		return true;
	}

	/**
	 * Whether a text alone is written as a town's name is, and is not that of a state or country as well.
	 *
	 * @param string $text One line.
	 */
	public static function stands_alone( string $text ): bool {
		if ( null !== States::code( $text ) || in_array( Text::lower( $text ), array_merge( self::US, self::ABROAD ), true ) ) {
			return false;
		}
		foreach ( explode( ' ', $text ) as $word ) {
			if ( ! preg_match( '/^\p{Lu}/u', $word ) && ! in_array( $word, self::SMALL, true ) ) {
				return false;
			}
		}
		return self::is_town( $text );
	}

	/**
	 * Whether a text names the United States.
	 *
	 * @param string $text What stands after the last comma.
	 */
	public static function is_this_country( string $text ): bool {
		return in_array( strtolower( $text ), self::US, true );
	}
}
