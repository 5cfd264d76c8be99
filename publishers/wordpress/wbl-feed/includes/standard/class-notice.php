<?php
/**
 * What a notice is: one finding about data (spec section 2.3).
 *
 * @package WblFeed
 */

namespace WblFeed\Standard;

defined( 'ABSPATH' ) || exit;

/**
 * A finding, with its place and a way to mend it. Its members are not changed after it was made.
 */
final class Notice {

	/** Name of the finding, as in docs/notices.md. @var string */
	public string $code;

	/** `error` breaks a MUST, `warning` a SHOULD, `info` nothing. @var string */
	public string $severity;

	/** `conformance`, `quality` or `safety`. @var string */
	public string $category;

	/** JSON Pointer into the posting; empty for the whole of it. @var string */
	public string $pointer;

	/** The finding, as a sentence for people. @var string */
	public string $message;

	/** How to mend it, as a sentence for people. @var string */
	public string $mend;

	public function __construct( string $code, string $severity, string $category, string $pointer, string $message, string $mend = '' ) {
		$this->code     = $code;
		$this->severity = $severity;
		$this->category = $category;
		$this->pointer  = $pointer;
		$this->message  = $message;
		$this->mend     = $mend;
	}

	/**
	 * An error of conformance.
	 */
	public static function error( string $code, string $pointer, string $message, string $mend = '' ): self {
		return new self( $code, 'error', 'conformance', $pointer, $message, $mend );
	}

	/**
	 * A warning: of conformance, unless another category is given.
	 */
	public static function warning( string $code, string $pointer, string $message, string $mend = '', string $category = 'conformance' ): self {
		return new self( $code, 'warning', $category, $pointer, $message, $mend );
	}

	/**
	 * An information: of conformance, unless another category is given.
	 */
	public static function info( string $code, string $pointer, string $message, string $mend = '', string $category = 'conformance' ): self {
		return new self( $code, 'info', $category, $pointer, $message, $mend );
	}

	/** Whether the posting cannot be in the feed because of it. */
	public function stops(): bool {
		return 'error' === $this->severity && 'conformance' === $this->category;
	}

	/**
	 * @return array<string, string>
	 */
	public function to_array(): array {
		return get_object_vars( $this );
	}

	/**
	 * @param array<string, string> $a What to_array() gave.
	 */
	public static function from_array( array $a ): self {
		$a += array_fill_keys( array( 'code', 'severity', 'category', 'pointer', 'message', 'mend' ), '' );
		return new self( $a['code'], $a['severity'], $a['category'], $a['pointer'], $a['message'], $a['mend'] );
	}

	/**
	 * A value as people may see it: short, on one line, without control characters.
	 *
	 * @param mixed $value
	 */
	public static function shown( $value ): string {
		$text = is_string( $value ) ? $value : (string) json_encode( $value, JSON_UNESCAPED_UNICODE | JSON_UNESCAPED_SLASHES | JSON_PARTIAL_OUTPUT_ON_ERROR );
		$text = (string) preg_replace( '/[\p{C}\p{Zl}\p{Zp}]/u', '·', substr( $text, 0, 2000 ) );
		return preg_match( '/^.{81}/su', $text ) ? preg_replace( '/^(.{77}).*$/su', '$1…', $text ) : $text;
	}
}
