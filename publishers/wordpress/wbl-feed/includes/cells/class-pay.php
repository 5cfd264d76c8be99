<?php
/**
 * Pay.
 *
 * @package wbl-feed
 */

namespace WblFeed\Cells;

use WblFeed\Standard\Vocabularies;

defined( 'ABSPATH' ) || exit;

/**
 * Reads pay as people write it in one cell, which is understood from its first to its last character or not at all.
 */
final class Pay {
	const STATUS  = '/compensation/status';
	const NOUNS   = array( 'HOUR' => 'hours?|hrs?|h|hora', 'DAY' => 'day|dia', 'WEEK' => 'week|wk|semana', 'MONTH' => 'month|mo|mes', 'YEAR' => 'year|yr|ano' );
	const ADVERBS = array(
		'HOUR'  => 'hourly', 'DAY' => 'daily', 'WEEK' => 'weekly|semanales', 'MONTH' => 'monthly|mensuales',
		'YEAR'  => 'yearly|annually|anuales',
	);
	const TOTAL   = ',? (?:in )?total| in all| en total|,? one[- ]time| lump sum| for the (?:whole )?(?:program|internship|project)';
	const AMOUNT  = '(?:[0-9]{1,3}(?:,[0-9]{3}){1,3}|[0-9]{1,9})(?:\.[0-9]{1,2})?k?\b';
	const BEFORE  = '(?:(?:us|usd) ?)?\$ ?|usd ?';
	const AFTER   = ' ?(?:usd|dollars?|dolares)\b';

	const EXPERIENCE = 'd\.?o\.?e\.?|(?:depending|depends|dependent|based) (?:up)?on experience|commensurate with experience';
	/** Words by which a wage is said to be paid, and something more, which is kept as a note. */
	const WAGE        = '(?:(?:pay|salary|wage) )?(?:' . self::EXPERIENCE . ')|segun (?:la )?experiencia|(?:at least |state |federal )?minimum wage'
		. '|salario minimo|competitive (?:wages?|salary|salaries|hourly (?:rate|pay|wage))';
	const WITH_NOTE   = '(?P<pay>.+?)(?:(?:,| -)? (?:' . self::EXPERIENCE . '|segun (?:la )?experiencia)'
		. '|,? (?:for|por) (?:the|el|todo el) (?:summer|semester|season|school year|verano|semestre))';
	const CREDIT_ONLY = array( 'credit only', 'academic credit only' );
	const ACTIVITY    = '/ (?:internships?|positions?|opportunit(?:y|ies)|jobs?|work)$/';

	/**
	 * Pay as a compensation (spec 5.4): its status, its amount if there is one, the cell as a note where it says more than these.
	 *
	 * Amounts are in dollars, by their sign or in words; an amount without a currency is none.
	 *
	 * @param string $text A tidy text.
	 */
	public static function read( string $text ): ?\stdClass {
		$words   = Text::folded( $text );
		$wrapped = Text::whole( '(?P<outside>[^()]+) \((?P<inside>[^()]+)\)', $words );
		$words   = $wrapped ? "{$wrapped['outside']} {$wrapped['inside']}" : $words;
		$pay     = preg_match( '/[0-9]/', $words ) ? self::in_figures( $words ) : self::in_words( $words );
		$noted   = in_array( $words, self::CREDIT_ONLY, true ) || Text::whole( self::WAGE, $words );
		if ( ! $pay ) {
			$found = Text::whole( self::WITH_NOTE, $words );
			$pay   = $found ? self::in_figures( $found['pay'] ) : null;
			$noted = true;
		}
		return $pay ? (object) ( $noted ? $pay + array( 'note' => $text ) : $pay ) : null;
	}

	/**
	 * Pay of which no amount is said.
	 *
	 * @param string $words Folded text.
	 */
	private static function in_words( string $words ): ?array {
		if ( 'none' === $words ) {
			return array( 'status' => 'unpaid' );
		}
		$status = Vocabularies::find( self::STATUS, $words ) ?? Vocabularies::find( self::STATUS, preg_replace( self::ACTIVITY, '', $words ) );
		if ( null === $status && Text::whole( self::WAGE, $words ) ) {
			$status = 'paid';
		}
		return null === $status ? null : array( 'status' => $status );
	}

	/**
	 * Pay with its amount.
	 *
	 * @param string $words Folded text.
	 */
	private static function in_figures( string $words ): ?array {
		$found = Text::whole( self::pattern(), $words );
		if ( ! $found || ! ( $found['sign'] || $found['word'] || $found['word_2'] ) ) {
			return null;
		}
		$amounts = self::amounts( $found );
		$units   = array_unique( array_map( array( self::class, 'unit' ), array_filter( array( $found['first'], $found['unit'] ) ) ) );
		if ( ! $amounts || count( $units ) > 1 ) {
			return null;
		}
		$stipend = preg_match( '/(?:stipend|estipendio|beca)$/D', (string) $found['lead'] ) || $found['before'] || $found['after'];
		$salary  = array( 'currency' => 'USD' ) + $amounts;
		if ( $units || $stipend ) {
			$salary['unitText'] = $units ? reset( $units ) : 'TOTAL';
		}
		return array( 'status' => $stipend ? 'stipend' : 'paid', 'baseSalary' => (object) $salary );
	}

	/** The pattern for an amount or two with all that may stand around them. */
	private static function pattern(): string {
		$nouns   = implode( '|', self::NOUNS );
		$adverbs = implode( '|', self::ADVERBS );
		$unit    = "(?: ?/ ?| (?:per|an?|each|por|la|al|a la) )(?:$nouns)\\b\\.?| (?:$adverbs)\\b| hr\\b\\.?|" . self::TOTAL;
		$amount  = self::AMOUNT;
		$before  = self::BEFORE;
		$after   = self::AFTER;
		return '(?:(?P<lead>paid stipend|paid|pay(?=:)|stipend|estipendio|beca)(?::| -|,| of| de)? )?'
			. '(?:(?P<floor>from|at least|starting at|minimum(?: of)?|min|desde|al menos) '
			. '|(?P<cap>up to|maximum(?: of)?|max|hasta) |(?P<pair>between|entre) |(?P<start>de) )?'
			. "(?P<sign>$before)?(?P<low>$amount)(?P<word>$after)?"
			. "(?:(?P<first>$unit)?(?P<joint> ?- ?| to | and | a | y )(?:$before)?(?P<high>$amount)(?P<word_2>$after)?)?"
			. "(?P<more>\\+)?(?P<before> stipend)?(?P<unit>$unit)?(?P<over>\\+| and up| or more| o mas)?(?P<after> stipend)?";
	}

	/**
	 * The amount as `value`, or what is said of its bounds; nothing where they contradict each other or are 0.
	 *
	 * @param array<string|null> $found Parts of the match.
	 * @return array<string, int|float>
	 */
	private static function amounts( array $found ): array {
		$low    = self::number( $found['low'] );
		$high   = self::number( $found['high'] ?? $found['low'] );
		$bounds = array_values( array_filter( array( $found['floor'], $found['cap'], $found['more'], $found['over'] ) ) );
		if ( $low <= 0 || $low > $high || count( $bounds ) > 1 ) {
			return array();
		}
		if ( null !== $found['high'] ) {
			$two       = in_array( trim( $found['joint'] ), array( 'and', 'y' ), true ) && null === $found['pair'];
			$thousands = ( 'k' === substr( $found['high'], -1 ) ) === ( 'k' === substr( $found['low'], -1 ) ); // $50-60k may be from 50 or from 50,000.
			$from      = ! $bounds || in_array( $bounds[0], array( 'from', 'desde' ), true );
			return $from && $thousands && ! $two ? array( 'minValue' => $low, 'maxValue' => $high ) : array();
		}
		if ( $found['pair'] || ( $found['start'] && ! $found['lead'] ) ) {
			return array();
		}
		if ( $found['cap'] ) {
			return array( 'maxValue' => $low );
		}
		return $bounds ? array( 'minValue' => $low ) : array( 'value' => $low );
	}

	/**
	 * The value of digits, of which a `k` makes thousands.
	 *
	 * @param string $text Digits.
	 * @return int|float
	 */
	private static function number( string $text ) {
		$amount = Numbers::number( rtrim( $text, 'k' ) );
		return 'k' === substr( $text, -1 ) ? Numbers::number( (string) round( $amount * 1000 ) ) : $amount;
	}

	/**
	 * The unit of a time that the grammar lets through.
	 *
	 * @param string $text With what stands before it.
	 */
	private static function unit( string $text ): string {
		$words = preg_split( '~[ /]~', rtrim( $text, '.' ) );
		foreach ( self::NOUNS as $unit => $noun ) {
			if ( Text::whole( "$noun|" . self::ADVERBS[ $unit ], end( $words ) ) ) {
				return $unit;
			}
		}
		return 'TOTAL';
	}
}
