<?php
/**
 * Lists of objects in the panel, as rows.
 *
 * @package WblFeed
 */

namespace WblFeed\Editor;

use WblFeed\Standard\Json;

defined( 'ABSPATH' ) || exit;

/**
 * Prints a list: a row for each of its values, and what a new one is made of. Without JavaScript there is one empty row more.
 */
final class Rows {

	/**
	 * Stands for the number of a new row, until the script puts one there.
	 */
	const NUMBER = '__row__';

	/**
	 * What prints the fields of a row.
	 *
	 * @var Controls
	 */
	private $controls;

	/**
	 * Rows of one panel.
	 *
	 * @param Controls $controls What prints the fields of a row.
	 */
	public function __construct( Controls $controls ) {
		$this->controls = $controls;
	}

	/**
	 * Prints a list.
	 *
	 * @param Field  $field   The list.
	 * @param string $pointer Its pointer.
	 * @param mixed  $json    Its value, or null.
	 */
	public function show( Field $field, string $pointer, $json ): void {
		$values = is_array( $json ) ? $json : array();
		printf( '<input type="hidden" name="%s" value=""><div class="wbl-row-list">', esc_attr( "wbl[$pointer]" ) );
		foreach ( $values as $number => $value ) {
			$this->row( $field, $pointer, (string) $number, $value );
		}
		echo '</div><noscript>';
		$this->row( $field, $pointer, (string) count( $values ), null );
		echo '</noscript><template>';
		$this->row( $field, $pointer, self::NUMBER, null );
		printf(
			'</template><button type="button" class="button wbl-add" id="%s">%s</button>',
			esc_attr( Controls::id( $pointer ) ),
			esc_html( $field->row[1] )
		);
	}

	/**
	 * Prints a row.
	 *
	 * @param Field  $field   The list.
	 * @param string $pointer Its pointer.
	 * @param string $number  Number of the row.
	 * @param mixed  $value   The value; null for a new one.
	 */
	private function row( Field $field, string $pointer, string $number, $value ): void {
		printf(
			'<fieldset class="wbl-row" data-row="%s"><legend>%s <span class="wbl-count">%s</span></legend>',
			esc_attr( $number ),
			esc_html( $field->row[0] ),
			esc_html( is_numeric( $number ) ? (string) ( $number + 1 ) : '' )
		);
		$rest = null === $value ? '' : Form::rest( $field, $value );
		if ( '' !== $rest ) {
			printf( '<input type="hidden" name="%s" value="%s">', esc_attr( "wbl[$pointer/$number]" ), esc_textarea( $rest ) );
		}
		foreach ( $field->fields as $each ) {
			$this->controls->show( $each, "$pointer/$number{$each->within()}", Json::at( $value, $each->within() ) );
		}
		printf( '<button type="button" class="button wbl-remove">%s</button></fieldset>', esc_html__( 'Remove', 'wbl-feed' ) );
	}
}
