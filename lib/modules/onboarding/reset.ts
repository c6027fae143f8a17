import "server-only";
import { and, eq, inArray, sql } from "drizzle-orm";
import { changeCaseIn } from "@/lib/modules/cases/change";
import { lockCase } from "@/lib/modules/cases/commands";
import type { MemberActor } from "@/lib/platform/actor";
import { asActor } from "@/lib/platform/db";
import { listDrillCases } from "./queries";
import { requireSetter } from "./policy";
