<?php
/**
 * One question of the panel.
 *
 * @package WblFeed
 */

namespace WblFeed\Editor;

defined( 'ABSPATH' ) || exit;

/**
 * A member of the posting that people fill, and how it is asked for.
 */
final class Field {

	/**
	 * JSON Pointer of the member; within a list of objects with a `*` for the number of the row.
	 *
	 * @var string
	 */
	public $pointer;

	/**
	 * One of text, longtext, url, email, phone, number, date, moment, time, duration, yesno, choice, choices, lines, rows.
	 *
	 * @var string
	 */
	public $kind;

	/**
	 * Name of the field for people.
	 *
	 * @var string
	 */
	public $label;

	/**
	 * What to write; may be empty.
	 *
	 * @var string
	 */
	public $help;

	/**
	 * An example of it; may be empty.
	 *
	 * @var string
	 */
	public $example = '';

	/**
	 * Of a list of objects: what one row is called, and the words on the button that adds one.
	 *
	 * @var string[]
	 */
	public $row = array();

	/**
	 * Of a list of objects: the fields of one row.
	 *
	 * @var Field[]
	 */
	public $fields = array();

	/**
	 * Of a choice: what there is to choose from, by code.
	 *
	 * @var Choice[]
	 */
	public $choices = array();

	/**
	 * Whether codes are whole numbers in JSON.
	 *
	 * @var bool
	 */
	public $whole = false;

	/**
	 * Whether every posting must have it, or every row of its list.
	 *
	 * @var bool
	 */
	public $required = false;

	/**
	 * The pointer within a row.
	 */
	public function within(): string {
		return substr( $this->pointer, (int) strpos( $this->pointer, '*' ) + 1 );
	}
}
