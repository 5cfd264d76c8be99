<?php
/**
 * The status of a posting.
 *
 * @package wbl-feed
 */

namespace WblFeed\Cells;

use WblFeed\Standard\Vocabularies;

defined( 'ABSPATH' ) || exit;

/**
 * Reads a status with the mark that people put to it: `FILLED 11/20`, `Closed!`.
 */
final class Statuses {
	const AROUND = " \t\n.,:;!*_~()[]<>-";
	const MONTH  = '(?:jan|feb|mar|apr|may|jun|jul|aug|sep|oct|nov|dec|ene|abr|ago|dic)[a-z]*\.?';
	const DAY    = '~^(?:0?[1-9]|1[0-2])[/-](?:0?[1-9]|[12][0-9]|3[01])$~D';

	/**
	 * The code of a word, or of one that a date alone follows, the day on which it came to be so; else null.
	 *
	 * “Open 11/20” may be the day on which it opens, and is none.
	 *
	 * @param string $text A tidy text.
	 */
	public static function read( string $text ): ?string {
		$words = trim( Text::folded( $text ), self::AROUND );
		$code  = Vocabularies::find( '/status', $words );
		if ( null !== $code ) {
			return $code;
		}
		$found = Text::whole( '(?P<word>[^0-9]+?)[ .,:;!(\[-]+(?:(?:on|as of|since) )?(?P<date>(?:' . self::MONTH . ' )?[0-9][^()\[\]]*)', $words );
		$code  = $found ? Vocabularies::find( '/status', trim( $found['word'], self::AROUND ) ) : null;
		$dated = $found && ( preg_match( self::DAY, $found['date'] ) || null !== Dates::day( $found['date'] ) );
		return $dated && 'open' !== $code ? $code : null;
	}
}
