-- What a person reads of a failed instance, beside the exception that programs read.
ALTER TABLE carabiner.instances ADD COLUMN error_traceback text;
COMMENT ON COLUMN carabiner.instances.error_traceback IS 'The traceback of the exception that left run, as Python prints it; null where there is none.';
