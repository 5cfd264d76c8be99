<?php
/**
 * Which statewide postings a block or shortcode is to show.
 *
 * @package WblFeed
 */

namespace WblFeed\Hub;

defined( 'ABSPATH' ) || exit;

/**
 * A region, a kind of activity and a school grade, of which any may be left open, and how the list is to look.
 */
final class Choice {

	/** No list is longer. */
	const MOST = 50;

	/** The core codes that say nothing, or nothing that fits (spec sections 5.1 and 13). */
	const NOT_STATED = 'unspecified';
	const OTHER      = 'other';

	/** @var string Code of a profile, such as "us-ma-stem:cape-cod"; empty for all. */
	public $region;

	/** @var string Code of the vocabulary activity-type; empty for all. */
	public $type;

	/** @var string A school grade, "0" (kindergarten) to "16"; empty for all. */
	public $grade;

	/** @var int How many postings are shown. */
	public $limit;

	/** @var int Level of the headings of the postings, 2 to 6. */
	public $level;

	/**
	 * @param array $attributes Of the block or the shortcode: region, type, grade, limit, level.
	 */
	public function __construct( array $attributes ) {
		$this->region = self::code( $attributes['region'] ?? '' );
		$this->type   = self::code( $attributes['type'] ?? '' );
		$grade        = trim( self::text( $attributes['grade'] ?? '' ) );
		$this->grade  = preg_match( '/^(?:\d|1[0-6])$/D', $grade ) ? $grade : '';
		$this->limit  = min( self::MOST, max( 1, (int) self::text( $attributes['limit'] ?? 10 ) ) );
		$this->level  = min( 6, max( 2, (int) self::text( $attributes['level'] ?? 3 ) ) );
	}

	/**
	 * The file of an aggregator that has these postings and as few others as may be, relative to its address. Empty where
	 * nothing is chosen: the feed of a whole state is never read.
	 */
	public function path(): string {
		foreach ( array( 'region' => $this->region, 'activity' => $this->type, 'grade' => $this->grade ) as $facet => $code ) {
			if ( '' !== $code ) {
				return 'by/' . $facet . '/' . self::folder( $code ) . '/feed.json';
			}
		}
		return '';
	}

	/**
	 * Whether a posting is among those chosen: the filters whose fact it does not state, so that it can be shown marked as
	 * such (spec section 12, rule 6); null if it is not. The region is that of the file.
	 *
	 * @param string[] $types  Codes that the vocabulary activity-type has.
	 * @param string   $type   Of the posting.
	 * @param int[]    $grades Of the posting.
	 * @return string[]|null Of "type" and "grade".
	 */
	public function unknown( array $types, string $type, array $grades ): ?array {
		$unknown = array();
		if ( '' !== $this->type && self::NOT_STATED === $type && self::NOT_STATED !== $this->type ) {
			$unknown[] = 'type';
		} elseif ( '' !== $this->type && ( in_array( $type, $types, true ) ? $type : self::OTHER ) !== $this->type ) {
			return null;
		}
		if ( '' !== $this->grade && ! $grades ) {
			$unknown[] = 'grade';
		} elseif ( '' !== $this->grade && ! in_array( (int) $this->grade, $grades, true ) ) {
			return null;
		}
		return $unknown;
	}

	/** What the list depends on, besides the address of the aggregator. */
	public function key(): string {
		return implode( "\n", array( $this->region, $this->type, $this->grade ) );
	}

	/**
	 * A code as the name of its folder at an aggregator: "us-ma-stem.cape-cod"; an odd one by its hash, since not every
	 * system takes every name.
	 */
	private static function folder( string $code ): string {
		$name   = implode( '.', explode( ':', $code, 2 ) );
		$device = '/^(?:con|prn|aux|nul|com\d|lpt\d)(?:\.|$)/D'; // Windows keeps these for itself.
		if ( preg_match( '/^[a-z0-9-]{1,60}(?:\.[a-z0-9-]{1,60})?$/D', $name ) && ! preg_match( $device, $name ) ) {
			return $name;
		}
		return 'code_' . substr( hash( 'sha256', $code ), 0, 16 );
	}

	/**
	 * @param mixed $value
	 */
	private static function code( $value ): string {
		return substr( trim( wp_check_invalid_utf8( self::text( $value ) ) ), 0, 2000 );
	}

	/**
	 * @param mixed $value
	 */
	private static function text( $value ): string {
		return is_scalar( $value ) ? (string) $value : '';
	}
}
