<?php
/**
 * One quantity, two, or a least or greatest one.
 *
 * @package wbl-feed
 */

namespace WblFeed\Cells;

defined( 'ABSPATH' ) || exit;

/**
 * Reads `10`, `10-15`, `16 and older`, `up to 20`. Both bounds are included; one of them may be null.
 */
final class Bounds {
	/** The least. @var int|float|null */
	public $least;
	/** The most. @var int|float|null */
	public $most;

	/**
	 * Bounds of which one at least is known.
	 *
	 * @param int|float|null $least The least.
	 * @param int|float|null $most  The most.
	 */
	public function __construct( $least, $most ) {
		$this->least = $least;
		$this->most  = $most;
	}

	/**
	 * The bounds that folded text states; null if it states none, or its words contradict each other.
	 *
	 * @param string $noun What may follow each of the numbers, a regular expression. After a number “min” is no least, since 30 min are minutes.
	 * @param string $text Folded text.
	 */
	public static function read( string $noun, string $text ): ?self {
		$quantity = '(?:' . Numbers::NUMBER . ')';
		$found    = Text::whole(
			'(?:(?P<floor>at least|min(?:imum|\.)?(?: of)?|no less than|al menos|minimo(?: de)?|mayores de) '
			. '|(?P<cap>up to|at most|max(?:imum|\.)?(?: of)?|no more than|hasta|maximo(?: de)?) '
			. '|(?P<pair>between|entre) |(?P<start>from|desde|de) )?'
			. "(?P<low>$quantity)(?:$noun)?"
			. "(?:(?P<joint> ?- ?| to | through | thru | a | and | y )(?P<high>$quantity)(?:$noun)?)?"
			. "(?P<more> ?\\+(?:$noun)?| (?:or|and|&|o|y) (?:more|older|over|up|above|higher|mas|mayor|mayores)"
			. '| minimum| minimo)?'
			. '(?P<less> (?:or|and|&|o) (?:less|fewer|younger|under|menos|menor|menores)| max(?:imum|\.)?| maximo)?',
			$text
		);
		return $found ? self::stated( $found ) : null;
	}

	/**
	 * The numbers that are known.
	 *
	 * @return array<int|float>
	 */
	public function numbers(): array {
		return array_filter( array( $this->least, $this->most ), 'is_numeric' );
	}

	/**
	 * What the parts of a match state together.
	 *
	 * @param array<string|null> $found Parts of the match.
	 */
	private static function stated( array $found ): ?self {
		$low   = Numbers::number( $found['low'] );
		$floor = $found['floor'] ?? $found['more'];
		$cap   = $found['cap'] ?? $found['less'];
		if ( null !== $found['high'] ) {
			$high = Numbers::number( $found['high'] );
			$two  = in_array( trim( $found['joint'] ), array( 'and', 'y' ), true ) && null === $found['pair'];
			return $floor || $cap || $two || $low > $high ? null : new self( $low, $high );
		}
		$twice = ( $floor && $cap ) || ( $found['floor'] && $found['more'] ) || ( $found['cap'] && $found['less'] );
		if ( $found['pair'] || $twice || ( $found['start'] && ( $cap || 'de' === $found['start'] ) ) ) {
			return null;
		}
		if ( $floor || $found['start'] ) {
			return new self( $low, null );
		}
		return $cap ? new self( null, $low ) : new self( $low, $low );
	}
}
