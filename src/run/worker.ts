import { serve } from "../io/threads.ts";
import { JOBS } from "./jobs.ts";

await serve(JOBS);
