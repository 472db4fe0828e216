<?php
/**
 * As much of WordPress as the plug-in asks for. What the world is like comes as JSON on standard input, what to do as the
 * first argument; the answer is printed.
 */

define( 'ABSPATH', __DIR__ );
$world = json_decode( stream_get_contents( STDIN ), true );
foreach ( $world['constants'] ?? array() as $name => $value ) {
	define( $name, $value );
}
$_POST = $world['post'] ?? array();
$hooks = array();

class WP_Error {
	public $code;
	public $data;
	public function __construct( $code, $message, $data ) {
		$this->code = $code;
		$this->data = $data;
	}
}
class WP_REST_Response {
	public $data;
	public $headers = array();
	public function __construct( $data ) {
		$this->data = $data;
	}
	public function header( $name, $value ) {
		$this->headers[ $name ] = $value;
	}
}

function add_action( $name, $callback, $priority = 10, $count = 1 ) {
	$GLOBALS['hooks'][ $name ] = $callback;
}
function add_filter( $name, $callback, $priority = 10, $count = 1 ) {
	add_action( $name, $callback );
}
function __return_false() {
	return false;
}
function hooked( $name, ...$arguments ) {
	return isset( $GLOBALS['hooks'][ $name ] ) ? call_user_func_array( $GLOBALS['hooks'][ $name ], $arguments ) : $arguments[0] ?? null;
}
function state( $name, $default ) {
	return $GLOBALS['world'][ $name ] ?? $default;
}
function get_option( $name, $default ) {
	return state( 'options', $default );
}
function update_option( $name, $value, $autoload ) {
	echo json_encode( array( 'stored' => $value, 'autoload' => $autoload ) );
}
function esc_html( $text ) {
	return htmlspecialchars( $text, ENT_QUOTES, 'UTF-8' );
}
function esc_attr( $text ) {
	return htmlspecialchars( $text, ENT_QUOTES, 'UTF-8' );
}
function esc_url( $url ) {
	return preg_match( '#^https?://#', $url ) ? htmlspecialchars( $url, ENT_QUOTES, 'UTF-8' ) : '';
}
function __( $text, $domain ) {
	return $text;
}
function esc_html__( $text, $domain ) {
	return esc_html( $text );
}
function wp_unslash( $text ) {
	return stripslashes( $text );
}
function sanitize_title( $text ) {
	return trim( preg_replace( '/[^a-z0-9]+/', '-', strtolower( $text ) ), '-' );
}
function wp_strip_all_tags( $text ) {
	return trim( strip_tags( $text ) );
}
function wp_json_encode( $data ) {
	return json_encode( $data );
}
function wp_die( $message, $title, $arguments ) {
	echo json_encode( array( 'died' => $message, 'status' => $arguments['response'] ) );
	exit;
}
function current_user_can( $capability ) {
	return in_array( $capability, state( 'capabilities', array() ), true );
}
function check_admin_referer( $action ) {
	if ( state( 'nonce', '' ) !== $action ) {
		wp_die( 'The link has expired.', '', array( 'response' => 403 ) );
	}
}
function wp_nonce_field( $action ) {
	echo '<input type="hidden" name="_wpnonce" value="nonce of ' . esc_attr( $action ) . '">';
}
function wp_create_nonce( $action ) {
	return 'nonce-of-' . $action;
}
function wp_safe_redirect( $url ) {
	echo "\n" . $url;
}
function admin_url( $path ) {
	return 'https://ledger.example/wp-admin/' . $path;
}
function rest_url( $path ) {
	return 'https://ledger.example/wp-json/' . $path;
}
function wp_login_url( $back ) {
	return 'https://ledger.example/wp-login.php?redirect_to=' . rawurlencode( $back );
}
function add_query_arg( $name, $value, $url ) {
	return $url . '?' . $name . '=' . rawurlencode( $value );
}
function add_options_page( $title, $menu, $capability, $slug, $callback ) {
	echo json_encode( array( 'capability' => $capability ) );
}
function register_rest_route( $space, $route, $options ) {
	echo json_encode( array( 'route' => $space . $route, 'permission' => $options['permission_callback'] ) );
}
function get_post() {
	$post = state( 'article', null );
	return $post ? (object) $post : null;
}
function post_password_required( $post ) {
	return ! empty( $post->post_password );
}
function get_permalink( $post = null ) {
	return get_post()->permalink;
}
function get_the_title( $post ) {
	return $post->post_title;
}
function get_the_guid( $post ) {
	return $post->guid;
}
function get_the_category( $id ) {
	return array_map(
		function ( $name ) {
			return (object) array( 'name' => $name );
		},
		get_post()->categories ?? array()
	);
}
function get_bloginfo( $name ) {
	return 'en-GB';
}
function is_preview() {
	return state( 'preview', false );
}
function is_admin() {
	return state( 'admin', false );
}
function is_feed() {
	return state( 'feed', false );
}
function is_user_logged_in() {
	return state( 'user', null ) !== null;
}
function wp_get_current_user() {
	return (object) state( 'user', array() );
}

$plugin = dirname( __DIR__, 2 ) . '/deploy/wordpress/discussion/discussion.php';
require $plugin;

switch ( $argv[1] ) {
	case 'comments':
		// As WordPress does it: the filter names a file, and that file is read.
		$file = hooked( 'comments_template', 'theme' );
		if ( 'theme' !== $file ) {
			require $file;
		}
		break;
	case 'token':
		$answer = Discussion_Plugin::token_answer();
		echo json_encode( $answer instanceof WP_Error ? array( 'refused' => $answer->code, 'data' => $answer->data ) : $answer );
		break;
	case 'number':
		echo hooked( 'get_comments_number', 7 ) . '|' . hooked( 'comments_number', '7 Comments' ) . '|' . hooked( 'respond_link', '#respond', null ) . '|';
		hooked( 'wp_footer' );
		break;
	case 'insert':
		$refused = hooked( 'rest_pre_insert_comment', array() );
		echo $refused instanceof WP_Error ? $refused->data['status'] : 'taken';
		break;
	case 'pings':
		echo hooked( 'pings_open', true ) ? 'open' : 'closed';
		break;
	case 'page':
		Discussion_Plugin::page();
		break;
	default:
		echo hooked( $argv[1] );
}
