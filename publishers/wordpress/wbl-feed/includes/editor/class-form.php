<?php
/**
 * A posting as a form, and back.
 *
 * @package WblFeed
 */

namespace WblFeed\Editor;

use WblFeed\Feed\Settings;
use WblFeed\Standard\Json;
use WblFeed\Standard\Profile;

defined( 'ABSPATH' ) || exit;

/**
 * What came from the panel: texts by the pointers of their members, `wbl[/compensation/status]`. The rows of a list have numbers
 * of their own, `wbl[/jobLocation/7/name]`, and stand in the order in which they came; `wbl[/jobLocation]` is there to say that
 * the list was shown, since without rows nothing else would, and `wbl[/jobLocation/7]` has what the panel does not show of a row, as JSON.
 * A field that did not come is not touched.
 */
final class Form {

	/**
	 * Members that are sums of money.
	 */
	const SUMS = array( '/compensation/baseSalary', '/costsToStudent/amount' );

	/**
	 * Texts by pointer.
	 *
	 * @var array
	 */
	private $posted;

	/**
	 * The posting so far.
	 *
	 * @var \stdClass
	 */
	private $stored;

	/**
	 * Numbers that the rows of a list have in the form, by pointer of the list.
	 *
	 * @var array
	 */
	private $rows = array();

	/**
	 * A form that came.
	 *
	 * @param mixed     $posted What came under `wbl`, without slashes.
	 * @param \stdClass $stored The posting so far.
	 */
	public function __construct( $posted, \stdClass $stored ) {
		$this->posted = is_array( $posted ) ? $posted : array();
		$this->stored = $stored;
	}

	/**
	 * The posting with what was filled in. Members that the panel does not show stay.
	 */
	public function posting(): \stdClass {
		$posting = $this->stored;
		foreach ( Fields::all() as $pointer => $field ) {
			if ( ! array_key_exists( $pointer, $this->posted ) ) {
				continue;
			}
			$before = Json::at( $this->stored, $pointer );
			$after  = 'rows' === $field->kind ? $this->rows( $field, $before ) : Value::read( $field, $this->posted[ $pointer ], $before );
			if ( $after !== $before ) {
				$posting = Json::with( $posting, $pointer, $after );
			}
		}
		return $posting;
	}

	/**
	 * The posting with a currency at each amount that has none, where the state's profile takes one alone.
	 *
	 * @param \stdClass $posting The posting.
	 */
	public static function with_currency( \stdClass $posting ): \stdClass {
		foreach ( Settings::profiles() as $name ) {
			$currency = Profile::named( $name )->currency();
			foreach ( '' === $currency ? array() : self::SUMS as $pointer ) {
				$sum = Json::at( $posting, $pointer );
				if ( $sum instanceof \stdClass && ! isset( $sum->currency ) && array_diff_key( get_object_vars( $sum ), array( 'unitText' => 0 ) ) ) {
					$posting = Json::with( $posting, "$pointer/currency", $currency );
				}
			}
		}
		return $posting;
	}

	/**
	 * The pointer under which the form has what stands at a pointer of the posting: rows that were left empty are not counted there.
	 *
	 * @param string $pointer A pointer into the posting that posting() gave.
	 */
	public function pointer( string $pointer ): string {
		foreach ( $this->rows as $list => $numbers ) {
			if ( preg_match( '#\A' . preg_quote( $list, '#' ) . '/(\d+)(.*)\z#s', $pointer, $found ) && isset( $numbers[ $found[1] ] ) ) {
				return "$list/{$numbers[ $found[1] ]}{$found[2]}";
			}
		}
		return $pointer;
	}

	/**
	 * What the panel does not show of a row, as JSON; empty if it shows all.
	 *
	 * @param Field $field A list of objects.
	 * @param mixed $row   One of its values.
	 */
	public static function rest( Field $field, $row ): string {
		if ( ! $row instanceof \stdClass ) {
			return Json::write( $row );
		}
		foreach ( $field->fields as $each ) {
			$json = Json::at( $row, $each->within() );
			if ( null !== $json && ! Value::strange( $each, $json ) ) {
				$row = Json::with( $row, $each->within(), null );
			}
		}
		return (array) $row ? Json::write( $row ) : '';
	}

	/**
	 * The values of a list of objects, or null if there are none.
	 *
	 * @param Field $field  The list.
	 * @param mixed $stored The list so far.
	 */
	private function rows( Field $field, $stored ) {
		$numbers = array();
		foreach ( array_keys( $this->posted ) as $name ) {
			if ( preg_match( '#\A' . preg_quote( $field->pointer, '#' ) . '/(\d{1,9})(?:/|\z)#', (string) $name, $found ) ) {
				$numbers[ $found[1] ] = true;
			}
		}
		$this->rows[ $field->pointer ] = array();
		$values                        = array();
		foreach ( array_keys( $numbers ) as $number ) {
			$value = $this->row( $field, (string) $number, is_array( $stored ) ? $stored[ $number ] ?? null : null );
			if ( null !== $value ) {
				$this->rows[ $field->pointer ][] = $number;
				$values[]                        = $value;
			}
		}
		if ( $stored instanceof \stdClass || is_scalar( $stored ) ) {
			return $values ? $values : $stored; // no list at all: the form could not show it
		}
		// Rows that say the same are the same, whatever objects they are.
		return Json::write( $values ) === Json::write( $stored ) ? $stored : ( $values ? $values : null );
	}

	/**
	 * The value of one row, or null if nothing was filled in.
	 *
	 * @param Field  $field  The list.
	 * @param string $number Number of the row in the form.
	 * @param mixed  $stored The value that had this number.
	 * @return mixed
	 */
	private function row( Field $field, string $number, $stored ) {
		$value = null;
		$rest  = $this->posted[ "{$field->pointer}/$number" ] ?? '';
		if ( is_string( $rest ) && '' !== $rest ) {
			try {
				$value = Json::parse( $rest );
			} catch ( \InvalidArgumentException $broken ) {
				$value = null;
			}
		}
		foreach ( $field->fields as $each ) {
			$name = "{$field->pointer}/$number{$each->within()}";
			if ( array_key_exists( $name, $this->posted ) ) {
				$after = Value::read( $each, $this->posted[ $name ], Json::at( $stored, $each->within() ) );
				if ( null !== $after ) {
					$value = Json::with( $value instanceof \stdClass ? $value : new \stdClass(), $each->within(), $after );
				}
			}
		}
		return $value;
	}
}
