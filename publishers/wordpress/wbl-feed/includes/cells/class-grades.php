<?php
/**
 * School grades.
 *
 * @package wbl-feed
 */

namespace WblFeed\Cells;

defined( 'ABSPATH' ) || exit;

/**
 * Reads school grades: 0 is kindergarten, 13 the first year of college (spec 5.2).
 */
final class Grades {
	const NAMES = array(
		'k' => 0, 'kindergarten' => 0, 'freshman' => 9, 'freshmen' => 9, 'ninth' => 9, 'noveno' => 9, 'sophomore' => 10,
		'sophomores' => 10, 'tenth' => 10, 'decimo' => 10, 'junior' => 11, 'juniors' => 11, 'eleventh' => 11, 'undecimo' => 11,
		'onceavo' => 11, 'senior' => 12, 'seniors' => 12, 'twelfth' => 12, 'duodecimo' => 12, 'doceavo' => 12,
	);
	const LAST  = 16;
	const DIGIT = '[0-9]{1,2}(?:\.0)?(?:st|nd|rd|th|\.?[º°]|no|mo|vo)?';
	// Words that go with grades and say nothing more. “Rising juniors” say more: they are in grade 10 when they apply.
	const AROUND  = '/\b(?:open to|for|current|high school|students? in|students?|estudiantes de|graders?|grades?|grados?|only)\b:?/u';
	const BETWEEN = '~ ?[,;&/+] ?(?:and |or |y )?| and | or | y | o ~';

	/**
	 * School grades: `9-12`, `10th, 11th`, `juniors and seniors`, `K-12`. “High school” names none, since not all have the same.
	 *
	 * @param string $text A tidy text.
	 * @return int[]|null
	 */
	public static function read( string $text ): ?array {
		$words  = trim( preg_replace( '/\s+/', ' ', preg_replace( self::AROUND, ' ', Text::folded( $text ) ) ) );
		$grade  = '(?:' . implode( '|', array_keys( self::NAMES ) ) . '|' . self::DIGIT . ')';
		$grades = array();
		foreach ( self::parts( $words ) as $part ) {
			$span  = Text::whole( "(?:from |de )?(?P<first>$grade)(?: ?- ?| to | through | thru | a )(?P<last>$grade)", $part );
			$first = self::grade( $span ? $span['first'] : $part );
			$last  = self::grade( $span ? $span['last'] : $part );
			if ( null === $first || null === $last || $first > $last ) {
				return null;
			}
			$grades = array_merge( $grades, range( $first, $last ) );
		}
		sort( $grades );
		return array_values( array_unique( $grades ) );
	}

	/**
	 * One grade.
	 *
	 * @param string $text A tidy text.
	 */
	public static function one( string $text ): ?int {
		$grades = self::read( $text );
		return $grades && 1 === count( $grades ) ? $grades[0] : null;
	}

	/**
	 * What stands between commas and the like. 11/12 is read, since a list and a span of them are the same.
	 *
	 * @param string $words Folded text.
	 * @return string[]
	 */
	private static function parts( string $words ): array {
		$either = Text::whole( '([0-9]{1,2})/([0-9]{1,2})', $words );
		return $either && 1 !== $either[2] - $either[1] ? array( $words ) : preg_split( self::BETWEEN, $words );
	}

	/**
	 * The grade that one word names.
	 *
	 * @param string $word Folded text.
	 */
	private static function grade( string $word ): ?int {
		if ( isset( self::NAMES[ $word ] ) ) {
			return self::NAMES[ $word ];
		}
		$grade = Text::whole( self::DIGIT, $word ) ? (int) $word : self::LAST + 1;
		return $grade <= self::LAST ? $grade : null;
	}
}
