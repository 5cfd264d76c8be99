<?php
/**
 * Days, and moments that name their time zone.
 *
 * @package wbl-feed
 */

namespace WblFeed\Cells;

defined( 'ABSPATH' ) || exit;

/**
 * Reads days as people, forms and spreadsheets write them, in English and Spanish.
 */
final class Dates {
	const MONTHS = array(
		'january|jan|enero|ene', 'february|feb|febrero', 'march|mar|marzo', 'april|apr|abril|abr', 'may|mayo', 'june|jun|junio',
		'july|jul|julio', 'august|aug|agosto|ago', 'september|sept|sep|septiembre|setiembre|set', 'october|oct|octubre',
		'november|nov|noviembre', 'december|dec|diciembre|dic',
	);
	const DAY    = '(?P<day>[0-9]{1,2})(?:st|nd|rd|th|ro|\.?[º°])?';
	const YEAR   = "(?:(?: ?, ?| | del? )(?P<year>[0-9]{4})|,? '(?P<short>[0-9]{2}))";

	/** Days since 30 December 1899, by which spreadsheets count, of the years 2000 to 2099. */
	const FIRST_SERIAL = 36526;
	const LAST_SERIAL  = 73050;
	/** 85 could be 1985. */
	const LAST_SHORT_YEAR = 2049;
	const END_OF_DAY      = '/,? (?:(?:at|by) )?(?:the )?(?:end of (?:the )?day|eod|close of business|cob)$/';
	const LONGEST_ROLLING = 100;
	const ROLLING         = array(
		'rolling', 'rolling admission', 'rolling admissions', 'rolling basis', 'on a rolling basis', 'rolling deadline',
		'applications accepted on a rolling basis', 'accepted on a rolling basis', 'rolling until filled', 'until filled',
		'open until filled', 'ongoing until filled', 'until position filled', 'until position is filled', 'until positions are filled',
		'until the position is filled', 'until all positions are filled', 'till filled', 'ongoing', 'continuous', 'continuously', 'open',
		'always open', 'year round', 'open year round', 'no deadline', 'open deadline', 'open rolling', 'open ongoing', 'abierto', 'abierta',
		'abierto hasta cubrir', 'abierta hasta cubrir', 'hasta cubrir', 'hasta cubrir la plaza', 'abierto hasta cubrir la plaza',
		'hasta cubrir las plazas', 'abierto hasta cubrir las plazas', 'hasta llenar', 'hasta llenar el cupo', 'hasta agotar cupo',
		'hasta que se llene', 'hasta que se cubra', 'sin fecha limite', 'continuo', 'continua', 'de forma continua', 'inscripcion continua',
		'todo el ano',
	);

	/**
	 * Whether a deadline's cell says that applications are taken until the places are filled, and that alone.
	 *
	 * @param string $text A tidy text.
	 */
	public static function is_rolling( string $text ): bool {
		$words = trim( preg_replace( '~[\s.,;:/()-]+~u', ' ', Text::folded( $text ) ) );
		return Text::length( $text ) <= self::LONGEST_ROLLING && in_array( $words, self::ROLLING, true );
	}

	/**
	 * A day as `YYYY-MM-DD`; of a moment, its day where it was written, but none of one in UTC.
	 *
	 * @param string $text A tidy text.
	 */
	public static function day( string $text ): ?string {
		list( $day, $time ) = self::stated( Text::folded( $text ) );
		// In the evening it is the next day in UTC already.
		$in_utc = $time && ( null !== $time['utc'] || ( null !== $time['sign'] && 0 === (int) ( $time['hours'] . $time['minutes'] ) ) );
		return $in_utc ? null : $day;
	}

	/**
	 * A day, or an instant as RFC 3339 writes it where a time and its zone are stated.
	 *
	 * A time alone is left out, since no zone is known here, and so is one whose zone or half of the day is not sure.
	 *
	 * @param string $text A tidy text.
	 */
	public static function day_or_instant( string $text ): ?string {
		$words              = Text::folded( $text );
		list( $day, $time ) = self::stated( $words );
		if ( null === $time ) {
			return $day;
		}
		$clock  = Clock::time( $time, '-' === substr( $words, 4, 1 ) );
		$offset = null === $clock ? '' : Clock::offset( $time, $day, $clock );
		if ( '' !== $offset ) {
			return "{$day}T$clock{$time['fraction']}$offset";
		}
		return null !== $time['utc'] || null !== $time['sign'] ? null : $day;
	}

	/**
	 * The day that folded text states, and the parts of its time of day, if there is one.
	 *
	 * @param string $words Folded text.
	 * @return array{0: string|null, 1: array<string|null>|null}
	 */
	private static function stated( string $words ): array {
		$words = preg_replace( self::END_OF_DAY, '', rtrim( $words, '.' ) );
		$day   = self::with_weekday( $words );
		if ( null !== $day ) {
			return array( $day, null );
		}
		$clock = Clock::pattern();
		foreach ( array( "(?P<rest>.+?)(?:t|,? (?:(?:at|by|a las?|@) )?)$clock", "$clock,? (?:on |el )?(?P<rest>.+)" ) as $form ) {
			$found = Text::whole( $form, $words );
			$day   = $found && Clock::is_time( $found ) ? self::with_weekday( $found['rest'] ) : null;
			if ( null !== $day ) {
				return array( $day, $found );
			}
		}
		return array( null, null );
	}

	/**
	 * The day that folded text states, and nothing besides but its weekday, which must be the right one.
	 *
	 * @param string $words Folded text.
	 */
	private static function with_weekday( string $words ): ?string {
		$day = self::alone( $words );
		if ( null !== $day ) {
			return $day;
		}
		$name = '(?P<weekday>' . Weekdays::pattern() . ')';
		foreach ( array( "$name\\.?,? (?P<rest>.+)", "(?P<rest>.+?),? \\(?$name\\.?\\)?" ) as $form ) {
			$found = Text::whole( $form, $words );
			$day   = $found ? self::alone( $found['rest'] ) : null;
			if ( null !== $day ) {
				$right = (int) ( new \DateTimeImmutable( $day, new \DateTimeZone( 'UTC' ) ) )->format( 'N' ) - 1;
				return Weekdays::number( $found['weekday'] ) === $right ? $day : null;
			}
		}
		return null;
	}

	/**
	 * The day that folded text states, and nothing besides.
	 *
	 * @param string $words Folded text.
	 */
	private static function alone( string $words ): ?string {
		if ( preg_match( '/^([0-9]{5})(?:\.[0-9]{1,17})?$/D', $words, $serial ) ) {
			$known = $serial[1] >= self::FIRST_SERIAL && $serial[1] <= self::LAST_SERIAL;
			return $known ? gmdate( 'Y-m-d', ( $serial[1] - 25569 ) * 86400 ) : null; // 25569 is 1 January 1970.
		}
		if ( preg_match( '/^([0-9]{1,2})\.([0-9]{1,2})\.([0-9]{4})$/D', $words, $dotted ) ) {
			$days = array_filter( array( self::existing( $dotted[3], $dotted[1], $dotted[2] ), self::existing( $dotted[3], $dotted[2], $dotted[1] ) ) );
			$days = array_unique( $days ); // Dots stand between numbers in both orders.
			return 1 === count( $days ) ? reset( $days ) : null;
		}
		foreach ( self::forms() as $form ) {
			$found = Text::whole( $form, $words );
			if ( $found ) {
				$year = $found['year'] ?? 2000 + (int) $found['short'];
				$late = ! isset( $found['year'] ) && $year > self::LAST_SHORT_YEAR;
				return $late ? null : self::existing( $year, $found['month'] ?? self::month( $found['name'] ), $found['day'] );
			}
		}
		return null;
	}

	/**
	 * Patterns of a day: by numbers with the year first, or the month first as in the United States, or the month in letters.
	 *
	 * @return string[]
	 */
	private static function forms(): array {
		$names = explode( '|', implode( '|', self::MONTHS ) );
		usort(
			$names,
			static function ( $a, $b ) {
				return strlen( $b ) - strlen( $a );
			}
		);
		$name  = '(?P<name>' . implode( '|', $names ) . ')\.?';
		$day   = self::DAY;
		$short = '(?:(?P<year>[0-9]{4})|(?P<short>[0-9]{2}))';
		return array(
			'(?P<year>[0-9]{4})(?P<mark>[-/.])(?P<month>[0-9]{1,2})(?P=mark)(?P<day>[0-9]{1,2})',
			'(?P<year>[0-9]{4})(?P<month>[0-9]{2})(?P<day>[0-9]{2})',
			"(?P<month>[0-9]{1,2})(?P<mark>[-/])(?P<day>[0-9]{1,2})(?P=mark)$short",
			"$name ?$day" . self::YEAR,
			"(?:the )?$day(?: ?| of | de )$name" . self::YEAR,
			"$name(?P<mark>[-/])$day(?P=mark)(?P<year>[0-9]{4})",
			"$day(?P<mark>[-/])$name(?P=mark)$short",
			"(?P<year>[0-9]{4})(?P<mark>[- /])$name(?P=mark)$day",
		);
	}

	/**
	 * The number of a month by its folded name.
	 *
	 * @param string $name A name in `MONTHS`.
	 */
	private static function month( string $name ): int {
		foreach ( self::MONTHS as $before => $names ) {
			if ( in_array( $name, explode( '|', $names ), true ) ) {
				return $before + 1;
			}
		}
		return 0;
	}

	/**
	 * A day as `YYYY-MM-DD` if the calendar has it; years of the standard are 1900 to 2199 (spec 5.2).
	 *
	 * @param int|string $year  The year.
	 * @param int|string $month The month.
	 * @param int|string $day   The day.
	 */
	private static function existing( $year, $month, $day ): ?string {
		$sound = $year >= 1900 && $year < 2200 && checkdate( (int) $month, (int) $day, (int) $year );
		return $sound ? sprintf( '%04d-%02d-%02d', $year, $month, $day ) : null;
	}
}
