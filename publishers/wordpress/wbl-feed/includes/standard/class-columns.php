<?php
/**
 * Postings as CSV with the standard columns, and back (spec section 23.3).
 *
 * @package WblFeed
 */

namespace WblFeed\Standard;

defined( 'ABSPATH' ) || exit;

/**
 * Writes and reads sheets, one posting a row. What the columns are says columns.json.
 */
final class Columns {

	/** What a spreadsheet could take for a formula, apostrophes and space before it included (rule 4). */
	const HARMFUL = '/^[\'\s\x1c-\x1f]*[\t\r\n=+\-@＝＋－＠]/u';

	/** White space, as it is taken off the parts of a list. */
	const SPACE_AT_ENDS = '/^[\s\x1c-\x1f]+|[\s\x1c-\x1f]+$/Du';

	/** A number as JSON writes it. */
	const NUMBER = '/^-?(?:0|[1-9][0-9]{0,308})(?:\.[0-9]{1,400})?(?:[eE][+-]?[0-9]{1,4})?$/D';

	const BYTE_ORDER_MARK = "\xEF\xBB\xBF";

	/**
	 * Writes byte order mark, headings and a row for each posting.
	 *
	 * @param iterable<\stdClass> $postings
	 * @param resource            $stream
	 * @return array<int, array{code: string, pointer: string, id: string}> The values that no cell can hold.
	 */
	public static function write( iterable $postings, $stream ): array {
		$left_out = array();
		fwrite( $stream, self::BYTE_ORDER_MARK . self::row( array_column( self::all(), 'heading' ) ) );
		foreach ( $postings as $posting ) {
			$cells = array();
			foreach ( self::all() as $column ) {
				$value = Json::at( $posting, $column->pointer );
				$cell  = null === $value || array() === $value ? '' : self::cell( $value, $column );
				if ( null === $cell ) {
					$left_out[] = array(
						'code'    => 'not-a-cell',
						'pointer' => $column->pointer,
						'id'      => $posting->id,
					);
				}
				$cells[] = (string) $cell;
			}
			fwrite( $stream, self::row( $cells ) );
		}
		return $left_out;
	}

	/**
	 * Reads a sheet, row by row. A cell that is not sound is left out with a warning; where a required member is missing
	 * or not sound, the notices have an error of conformance. Columns that are not ours are named at the first row.
	 *
	 * @param resource $stream
	 * @return \Generator<int, array{posting: \stdClass, notices: Notice[]}> By the number of the row in the sheet.
	 * @throws \InvalidArgumentException With a sentence for people, for what is no such sheet.
	 */
	public static function read( $stream ): \Generator {
		$columns = null;
		$more    = array();
		$number  = 0;
		foreach ( self::rows( $stream ) as $cells ) {
			++$number;
			if ( null === $columns ) {
				list( $columns, $more ) = self::headed( $cells );
			} elseif ( '' !== trim( implode( '', $cells ) ) ) {
				$read = self::posting( $cells, $columns );
				array_unshift( $read['notices'], ...$more );
				$more = array();
				yield $number => $read;
			}
		}
		if ( null === $columns ) {
			throw new \InvalidArgumentException( 'The sheet is empty.' );
		}
	}

	/**
	 * The standard columns, each with the `kind` of its values: the JSON type, or `term` for the name of a definedTerm.
	 *
	 * @return \stdClass[]
	 */
	private static function all(): array {
		static $columns = null;
		if ( null === $columns ) {
			$columns = Schema::core( 'columns.json' )->columns;
			foreach ( $columns as $column ) {
				$column->kind = self::kind( $column->pointer );
			}
		}
		return $columns;
	}

	private static function kind( string $pointer ): string {
		$schema = Schema::core( 'posting.schema.json' );
		$node   = $schema;
		foreach ( array_merge( Json::tokens( $pointer ), array( '' ) ) as $token ) {
			if ( 'array' === ( $node->type ?? '' ) ) {
				$node = $node->items;
			}
			$reference = $node->{'$ref'} ?? '';
			$node      = '' === $reference ? $node : Json::at( $schema, substr( $reference, 1 ) );
			if ( '' !== $token && '0' !== $token ) {
				$node = $node->properties->$token;
			}
		}
		return '#/$defs/definedTerm' === $reference ? 'term' : $node->type ?? 'string';
	}

	/**
	 * The cell of a value; null for a list with a part that a cell cannot hold (rule 3).
	 *
	 * @param mixed $value
	 */
	private static function cell( $value, \stdClass $column ): ?string {
		$parts = array();
		foreach ( $column->many ? $value : array( $value ) as $one ) {
			if ( $one instanceof \stdClass ) {
				$one = $one->name;
			}
			$text = is_bool( $one ) ? ( $one ? 'yes' : 'no' ) : ( is_string( $one ) ? $one : Json::write( $one ) );
			if ( $column->many && ( '' === $text || preg_match( '/[;\r\n]/', $text ) || preg_match( self::SPACE_AT_ENDS, $text ) ) ) {
				return null;
			}
			$parts[] = $text;
		}
		$cell = implode( '; ', $parts );
		return preg_match( self::HARMFUL, $cell ) ? "'$cell" : $cell;
	}

	/**
	 * @param string[] $cells
	 */
	private static function row( array $cells ): string {
		return implode(
			',',
			array_map(
				static function ( string $cell ): string {
					return preg_match( '/[",\r\n]/', $cell ) ? '"' . str_replace( '"', '""', $cell ) . '"' : $cell;
				},
				$cells
			)
		) . "\r\n";
	}

	/**
	 * The cells of each row, those of the headings first.
	 *
	 * @param resource $stream
	 * @return \Generator<int, string[]>
	 */
	private static function rows( $stream ): \Generator {
		$row    = '';
		$number = 1;
		for ( $line = fgets( $stream ); false !== $line; $line = fgets( $stream ) ) {
			$row .= $line;
			if ( 0 !== substr_count( $row, '"' ) % 2 ) {
				continue; // A line break within quotation marks.
			}
			if ( 1 === $number && 0 === strpos( $row, self::BYTE_ORDER_MARK ) ) {
				$row = substr( $row, 3 );
			}
			if ( ! preg_match( '//u', $row ) ) {
				throw new \InvalidArgumentException( "Row $number of the sheet is not in UTF-8. Save it as “CSV UTF-8”." );
			}
			yield array_map( 'strval', str_getcsv( preg_replace( '/\r?\n$/D', '', $row ), ',', '"', '' ) );
			$row = '';
			++$number;
		}
		if ( '' !== $row ) {
			throw new \InvalidArgumentException( "Row $number of the sheet has a quotation mark that is not closed." );
		}
	}

	/**
	 * The column of each heading, null for one that is not ours or that comes again, and a notice for each of those.
	 *
	 * @param string[] $headings
	 * @return array{0: array<int, ?\stdClass>, 1: Notice[]}
	 */
	private static function headed( array $headings ): array {
		$known    = array_column( self::all(), null, 'heading' );
		$required = array();
		foreach ( $known as $heading => $column ) {
			if ( in_array( substr( $column->pointer, 1 ), Schema::core( 'posting.schema.json' )->required, true ) ) {
				$required[] = $heading;
			}
		}
		$missing = array_diff( $required, $headings );
		if ( array() !== $missing ) {
			throw new \InvalidArgumentException( 'The first row lacks the headings ' . implode( ', ', $missing ) . '. The cells must have commas between them.' );
		}
		$columns = array();
		$notices = array();
		foreach ( $headings as $heading ) {
			$columns[] = $known[ $heading ] ?? null;
			if ( ! isset( $known[ $heading ] ) && '' !== trim( $heading ) ) {
				$notices[] = self::unknown( $heading );
			}
			unset( $known[ $heading ] );
		}
		return array( $columns, $notices );
	}

	/**
	 * @param string[]             $cells
	 * @param array<int, ?\stdClass> $columns
	 * @return array{posting: \stdClass, notices: Notice[]}
	 */
	private static function posting( array $cells, array $columns ): array {
		$posting = new \stdClass();
		$notices = array();
		foreach ( $cells as $place => $cell ) {
			$column = $columns[ $place ] ?? null;
			if ( ! array_key_exists( $place, $columns ) && '' !== trim( $cell ) ) {
				$notices[] = self::unknown( $cell );
			}
			if ( null === $column || '' === $cell ) {
				continue;
			}
			$value = self::value( $cell, $column );
			if ( null === $value ) {
				$notices[] = self::unread( $column->pointer, $cell, 'boolean' === $column->kind ? 'It must be yes or no.' : 'It must be a number alone, such as 15 or 15.5.' );
			} else {
				$posting = Json::with( $posting, $column->pointer, $value );
			}
		}
		return self::sound( $posting, $notices );
	}

	/**
	 * The value of a cell; null if it is none.
	 *
	 * @return mixed
	 */
	private static function value( string $cell, \stdClass $column ) {
		$text   = "'" === $cell[0] && preg_match( self::HARMFUL, substr( $cell, 1 ) ) ? substr( $cell, 1 ) : $cell;
		$values = array();
		foreach ( $column->many ? explode( ';', $text ) : array( $text ) as $part ) {
			$part = $column->many ? preg_replace( self::SPACE_AT_ENDS, '', $part ) : $part;
			if ( $column->many && '' === $part ) {
				continue;
			}
			$value = self::one( $part, $column->kind );
			if ( null === $value ) {
				return null;
			}
			$values[] = $value;
		}
		return $column->many ? $values : $values[0];
	}

	/**
	 * @return mixed
	 */
	private static function one( string $text, string $kind ) {
		switch ( $kind ) {
			case 'term':
				return (object) array( 'name' => $text );
			case 'boolean':
				return 'yes' === $text ? true : ( 'no' === $text ? false : null );
			case 'number':
			case 'integer':
				return preg_match( self::NUMBER, $text ) ? Json::parse( $text ) : null;
		}
		return $text;
	}

	/**
	 * The posting without those optional members that are not sound; an error for each required one that is not.
	 *
	 * @param Notice[] $notices
	 * @return array{posting: \stdClass, notices: Notice[]}
	 */
	private static function sound( \stdClass $posting, array $notices ): array {
		$required = Schema::core( 'posting.schema.json' )->required;
		$grave    = array();
		// What is taken away can make what holds it unsound: an amount is no more than its currency.
		for ( $faults = Schema::of( 'posting' )->faults( $posting ); array() !== $faults; $faults = Schema::of( 'posting' )->faults( $posting ) ) {
			$left = $posting;
			foreach ( array_reverse( $faults ) as $fault ) { // From the end, so that places in lists stay what they are.
				$lacks  = 'missing_member' === $fault->code;
				$place  = $lacks ? (string) substr( $fault->pointer, 0, (int) strrpos( $fault->pointer, '/' ) ) : $fault->pointer;
				$member = Json::tokens( $fault->pointer );
				if ( 1 === count( $member ) && in_array( $member[0], $required, true ) ) {
					$grave[ $fault->pointer ] = $fault;
				} elseif ( null !== Json::at( $left, $place ) ) {
					$notices[] = self::unread( $place, $lacks ? 'without ' . end( $member ) : Json::at( $posting, $place ), $fault->mend );
					$left      = Json::with( $left, $place, null );
				}
			}
			if ( $left === $posting ) {
				break;
			}
			$posting = $left;
		}
		return array(
			'posting' => $posting,
			'notices' => array_merge( array_values( $grave ), $notices ),
		);
	}

	private static function unknown( string $heading ): Notice {
		return Notice::info( 'unknown_column', '', 'The column “' . Notice::shown( $heading ) . '” is none of the standard columns.', 'Name it as the standard does; it is passed over.', 'quality' );
	}

	/**
	 * @param mixed $found
	 */
	private static function unread( string $pointer, $found, string $mend ): Notice {
		return Notice::warning( 'member_unread', $pointer, "$pointer was left out, which is “" . Notice::shown( $found ) . '”.', $mend, 'quality' );
	}
}
